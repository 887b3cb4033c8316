"""Knows the devices that somebody has signed in from, by a cookie that only this site can write."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from . import mails

SALT = "accounts.devices"
SECONDS = 365 * 24 * 60 * 60


def greet(request: HttpRequest, user: User) -> None:
    known = _accounts_on(request)
    if user.pk not in known:
        mails.notify_of_new_device(user)
        note(request, user)


def note(request: HttpRequest, user: User) -> None:
    """Remember with the answer that ``user`` uses this device."""
    request.accounts_on_device = [*_accounts_on(request), user.pk]  # type: ignore[attr-defined]


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set the cookie if somebody is new on this device."""
    accounts: list[int] | None = getattr(request, "accounts_on_device", None)
    if accounts:
        # Only people who sign in to the CMS get it.
        response.set_cookie(  # nosemgrep: cookie-of-our-own
            settings.DEVICE_COOKIE_NAME,
            signing.dumps(sorted(set(accounts)), salt=SALT),
            max_age=SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _accounts_on(request: HttpRequest) -> list[int]:
    value = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    try:
        accounts: Any = signing.loads(value, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return []
    return accounts
