"""How long a session lasts, and what it may do before a second factor was used.

A session ends after 30 minutes without input and after 12 hours in all. The database
holds when: each input puts the end off, so Django itself forgets a session that has
ended, and ``clearsessions`` deletes it.
"""

import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.management import call_command
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from . import mails

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 12 * 60 * 60
RENEWAL_SECONDS = 30
"""How long after it was put off the end of a session stays: not every request writes."""

BEGAN = "signed_in_at"
RENEWED = "input_at"
WITH_FACTOR = "second_factor"
"""Whether a second factor, or the identity provider, stood behind this session."""
ENROLLING = "enrolling"
"""Whether this session was begun by a link to set up a second factor, and is for nothing else."""

TIMED = {
    "editor_session",
    "wagtailadmin_editing_sessions:ping",
    "wagtailadmin_editing_sessions:release",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
}
"""What the browser asks for by itself, whether or not anybody is there."""
SET_UP = {
    "account_logout",
    "account_reauthenticate",
    "accounts:set_up",
    "mfa_activate_totp",
    "mfa_add_webauthn",
}
"""What a session that is for setting up a factor may open."""


def begin(request: HttpRequest) -> None:
    request.session[BEGAN] = time.time()
    request.session.pop(RENEWED, None)


def admit(request: HttpRequest) -> None:
    """Note that a second factor was used, or has just been set up."""
    request.session.pop(ENROLLING, None)
    request.session[WITH_FACTOR] = True


def is_admitted(request: HttpRequest) -> bool:
    """Return True if this session may be used: where a second factor is required, only after one."""
    session = request.session
    if session.get(BEGAN, time.time()) + LONGEST_SECONDS <= time.time():
        session.flush()
        return False
    if session.get(ENROLLING):
        return view_name(request) in SET_UP
    return settings.DEMO or bool(session.get(WITH_FACTOR))


def view_name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def extend_session(request: HttpRequest) -> None:
    """Let the session last, if this request was somebody's input."""
    session = request.session
    now = time.time()
    began = session.setdefault(BEGAN, now)
    is_due = now - session.get(RENEWED, 0) >= RENEWAL_SECONDS
    if is_due and view_name(request) not in TIMED:
        session[RENEWED] = now
        session.set_expiry(int(min(IDLE_SECONDS, began + LONGEST_SECONDS - now)))


BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
"""Browsers by what each says of itself, those first that also name another."""
SYSTEMS = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "a Mac",
    "CrOS": "a Chromebook",
    "Linux": "Linux",
}


def describe_browser(user_agent: str) -> str:
    """Return what people call a browser and what it runs on: Firefox on Windows."""
    browser = _first_named(BROWSERS, user_agent)
    system = _first_named(SYSTEMS, user_agent)
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or user_agent or "An unknown browser"


def _first_named(names: dict[str, str], user_agent: str) -> str:
    return next((name for part, name in names.items() if part in user_agent), "")


def end_sessions(user: User) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
    UserSession.objects.filter(user_id=user.pk).delete()


def delete_ended_sessions() -> None:
    """Delete sessions that have ended, and what was listed of them: addresses of networks, and browsers."""
    call_command("clearsessions")
    UserSession.objects.exclude(
        session_key__in=Session.objects.values("session_key")
    ).delete()


def other_sessions(request: HttpRequest, user: User) -> list[Any]:
    listed = UserSession.objects.purge_and_list(user)
    own_key = request.session.session_key
    return [session for session in listed if session.session_key != own_key]


SALT = "accounts.devices"
DEVICE_SECONDS = 365 * 24 * 60 * 60


def greet_device(request: HttpRequest, user: User) -> None:
    known = _accounts_on(request)
    if user.pk not in known:
        mails.notify_of_new_device(user)
        record_device(request, user)


def record_device(request: HttpRequest, user: User) -> None:
    """Remember with the answer that ``user`` uses this device."""
    request.accounts_on_device = [*_accounts_on(request), user.pk]  # type: ignore[attr-defined]


def _accounts_on(request: HttpRequest) -> list[int]:
    value = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    try:
        accounts: Any = signing.loads(value, salt=SALT, max_age=DEVICE_SECONDS)
    except signing.BadSignature:
        return []
    return accounts


class SessionMiddleware(MiddlewareMixin):
    """Takes nobody for signed in whose session is over; reads nothing for pages that do not ask."""

    def process_request(self, request: HttpRequest) -> None:
        """Let whoever asks for the user get only one whose session counts."""
        stored: Any = request.user

        def user_of_session() -> Any:
            if stored.is_authenticated and is_admitted(request):
                request.is_signed_in = True  # type: ignore[attr-defined]
                return stored
            return AnonymousUser()

        request.user = SimpleLazyObject(user_of_session)  # type: ignore[assignment]

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Let the session last if this was input, and remember the device of a new one."""
        signed_in = (
            getattr(request, "is_signed_in", False) and SESSION_KEY in request.session
        )
        if signed_in:
            extend_session(request)
        if accounts := getattr(request, "accounts_on_device", None):
            # Only people who sign in to the CMS get it.
            response.set_cookie(
                settings.DEVICE_COOKIE_NAME,
                signing.dumps(sorted(set(accounts)), salt=SALT),
                max_age=DEVICE_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
