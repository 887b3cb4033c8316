"""How allauth works here: who may sign in, what is said of it, and how secrets are stored."""

import logging
import threading
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import authentication_step_completed
from allauth.account.signals import user_logged_in as signed_in_by_allauth
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_used,
)
from allauth.usersessions.models import UserSession
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from pages.core.names import fold
from pages.core.rate_limits import client_address, count
from pages.core.secrets import cipher
from pages.moderation.approval.protection import WritePurpose, opened_for

from . import enrolment, mails, oidc, sessions
from .factors import has_factor


def find_account(name: str) -> User | None:
    by_username = User.objects.filter(username=name).first()
    if by_username or "@" not in name:
        return by_username
    by_address = list(User.objects.filter(email__iexact=name)[:2])
    return by_address[0] if len(by_address) == 1 else None


class NameOrAddressBackend(ModelBackend):
    """Finds an account by its username or email address.

    Django hashes exactly one password, whether or not the account exists, is active or
    has a password: the time of the answer tells nothing.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **other: Any,
    ) -> User | None:
        user = find_account(username or other.get("email") or "")
        with opened_for(WritePurpose.OWN_PASSWORD):  # a hash of earlier days is renewed
            username = user.username if user else ""
            return super().authenticate(request, username=username, password=password)


WRONG = "Your username or password is wrong. Check both and try again."
TOO_MANY = "Too many attempts. Wait 30 minutes, or sign in with a passkey."
BUSY = "Many people are signing in. Wait a moment and try again, or sign in with a passkey."

_places = threading.BoundedSemaphore(2)
"""One checks a password, which is slow on purpose, and one waits: the other threads are for readers."""
_password_check = threading.Lock()


class AccountAdapter(DefaultAccountAdapter):
    """Signing in by name and password, and the emails about accounts."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": TOO_MANY,
        "busy": BUSY,
        "incorrect_password": "The password is wrong.",
        "enter_current_password": "Your current password is wrong.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Lead nobody on to anything but an address of this site: other words would be taken for names."""
        return bool(url and url.startswith("/")) and super().is_safe_url(url)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Check one password at a time in each process.

        For whom there is no place it is no attempt.
        """
        if not _places.acquire(blocking=False):
            raise self.validation_error("busy")
        try:
            with _password_check:
                return super().authenticate(request, **credentials)
        finally:
            _places.release()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse too many attempts for a name, or from an address.

        Its name and its address count apart: a limit for both would tell that there is
        such an account.
        """
        name = credentials.get("username") or credentials.get("email") or ""
        try:
            super().pre_authenticate(request, username=fold(name))
        except ValidationError:
            _record("Sign-in refused after too many attempts", find_account(name))
            raise

    def pre_login(
        self, request: HttpRequest, user: User, **options: Any
    ) -> HttpResponse | None:
        """Where a second factor is required, send a link to set one up instead of signing in without."""
        response = super().pre_login(request, user, **options)
        by_provider = bool((options.get("signal_kwargs") or {}).get("sociallogin"))
        if response or settings.DEMO or by_provider or has_factor(user):
            return response
        if enrolment.send_link_again(user):
            return redirect("accounts:check_mail")
        return redirect("accounts:no_link")

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "0.0.0.0"  # noqa: S104 -- unknown, not bound to

    def set_password(self, user: User, password: str) -> None:
        with opened_for(WritePurpose.OWN_PASSWORD):
            super().set_password(user, password)

    def reauthenticate(self, user: User, password: str) -> bool:
        with opened_for(WritePurpose.OWN_PASSWORD):
            return super().reauthenticate(user, password)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send no email: ``mails.py`` has ours."""

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: Any = None,
        email: str | None = None,
    ) -> None:
        mails.notify_of_change(user, template_prefix)


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: their names and their secrets."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is wrong. Check it, or wait for your app’s next one. A recovery code works once.",
    }

    def get_totp_issuer(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def encrypt(self, text: str) -> str:
        """Store secrets so that a copy of the database alone is of no use."""
        return cipher("accounts.factors").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret, or raise ``ValidationError`` if its key is not among SECRET_KEY_FALLBACKS."""
        try:
            return cipher("accounts.factors").decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ValidationError(
                "Your authenticator app no longer works because the site’s key has changed. Use a "
                "passkey, or ask a site administrator to let you set up your sign-in again."
            ) from error

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {number + 1}"


logger = logging.getLogger(__name__)

DAY_SECONDS = 24 * 60 * 60


def _record(event: str, user: User | None, level: int = logging.WARNING) -> None:
    """Log an event with the number of such events today, counted by all processes that share a cache."""
    today = count("sign-in", event, DAY_SECONDS)
    name = f"account {user.pk}" if user else "an unknown account"
    logger.log(level, "%s: %s (today: %s)", event, name, today)


@receiver(user_login_failed)
def log_wrong_password(credentials: dict[str, Any], **kwargs: Any) -> None:
    """Log a wrong password.

    What was typed as a name is not logged: it may be a password.
    """
    name = credentials.get("username") or credentials.get("email") or ""
    _record("Wrong name or password", find_account(name))


@receiver(authentication_failed)
def log_wrong_code(user: User, **kwargs: Any) -> None:
    _record("Wrong code of two-step verification", user)


@receiver(user_logged_in)
def log_and_begin_session(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Log who signs in, and begin to count how long the session lasts."""
    sessions.begin(request)
    _record("Signed in", user, logging.INFO)


@receiver(user_logged_out)
def log_sign_out(user: User | None, **kwargs: Any) -> None:
    if user:
        _record("Signed out", user, logging.INFO)


@receiver(authenticator_used)
def record_used_factor(request: HttpRequest, **kwargs: Any) -> None:
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
    sessions.greet_device(request, user)


@receiver(authenticator_added)
def admit_enrolled(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Admit somebody who has just set up the first factor by a link from an email."""
    if request.session.get(sessions.ENROLLING):
        sessions.admit(request)
        request.session.cycle_key()
        UserSession.objects.create_from_request(request)
        sessions.record_device(request, user)


@receiver(authentication_step_completed)
def rotate_after_confirmation(request: HttpRequest, **kwargs: Any) -> None:
    """Give the session a new key when somebody has confirmed who they are."""
    if kwargs.get("reauthenticated") and not request.session.get(sessions.ENROLLING):
        former = request.session.session_key
        request.session.cycle_key()
        listed = UserSession.objects.filter(session_key=former)
        listed.update(session_key=request.session.session_key)
