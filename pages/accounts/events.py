"""What is logged, counted and told of signing in. The log names accounts by their numbers."""

import logging
from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.account.signals import user_logged_in as signed_in_by_allauth
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_used
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.cache import cache
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from . import devices, oidc, sessions
from .backend import find_account

logger = logging.getLogger(__name__)

DAY_SECONDS = 24 * 60 * 60


def _record(event: str, account: int | None, level: int = logging.WARNING) -> None:
    """Log an event with the number of such events today, counted by all processes that share a cache."""
    key = f"sign-in:{event.replace(' ', '-')}:{timezone.localdate()}"
    cache.add(key, 0, DAY_SECONDS)
    try:
        today = cache.incr(key)
    except ValueError:  # it expired between the two calls
        today = 1
    name = f"account {account}" if account else "an unknown account"
    logger.log(level, "%s: %s (today: %s)", event, name, today)


def _key_of(credentials: dict[str, Any]) -> int | None:
    user = find_account(credentials.get("username") or credentials.get("email") or "")
    return user.pk if user else None


def record_refused_attempt(credentials: dict[str, Any]) -> None:
    """Log an attempt that was refused because there were too many."""
    _record("Sign-in refused after too many attempts", _key_of(credentials))


@receiver(user_login_failed)
def log_wrong_password(credentials: dict[str, Any], **kwargs: Any) -> None:
    """Log a wrong password. What was typed as a name is not logged: it may be a password."""
    _record("Wrong name or password", _key_of(credentials))


@receiver(authentication_failed)
def log_wrong_code(user: User, **kwargs: Any) -> None:
    """Log a wrong code of a second factor."""
    _record("Wrong code of a second factor", user.pk)


@receiver(user_logged_in)
def log_and_begin_session(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Log who signs in, and begin to count how long the session lasts."""
    sessions.begin(request)
    _record("Signed in", user.pk, logging.INFO)


@receiver(user_logged_out)
def log_sign_out(user: User | None, **kwargs: Any) -> None:
    """Log that somebody signed out."""
    if user:
        _record("Signed out", user.pk, logging.INFO)


@receiver(authenticator_used)
def note_used_factor(request: HttpRequest, **kwargs: Any) -> None:
    """Note that this request used a second factor: signing in, which follows, begins another session."""
    request.used_factor = True  # type: ignore[attr-defined]


@receiver(signed_in_by_allauth)
def admit_session(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Admit a session behind which a second factor or the identity provider stands."""
    sociallogin = kwargs.get("sociallogin")
    if not type(user).objects.filter(pk=user.pk, is_active=True).exists():
        return  # it was made inactive while its owner was asked for a code
    if sociallogin:
        oidc.give_roles(user, sociallogin)
    if getattr(request, "used_factor", False) or sociallogin:
        sessions.admit(request)
    devices.greet(request, user)


@receiver(authenticator_added)
def admit_enrolled(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Admit somebody who has just set up the first factor by a link from an e-mail."""
    if request.session.get(sessions.ENROLLING):
        sessions.admit(request)
        request.session.cycle_key()
        UserSession.objects.create_from_request(request)
        devices.note(request, user)


@receiver(authentication_step_completed)
def rotate_after_confirmation(request: HttpRequest, **kwargs: Any) -> None:
    """Give the session a new key when somebody has confirmed who they are."""
    if kwargs.get("reauthenticated") and not request.session.get(sessions.ENROLLING):
        sessions.rotate(request)
