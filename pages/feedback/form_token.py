"""Tells when a form was opened, without a cookie or a record: a signed time goes to the reader and back."""

import datetime
import secrets

from django.core.signing import BadSignature, TimestampSigner

TOO_SOON = datetime.timedelta(seconds=3)
"""Nobody reads the form and answers within it; programs do."""
TOO_LATE = datetime.timedelta(hours=24)

AGAIN = "again."
_signer = TimestampSigner(salt="pages.feedback.form")


def new() -> str:
    """Return a token that says "now", unlike every other."""
    return _signer.sign(secrets.token_urlsafe(9))


def renewed() -> str:
    """Return a token for a form that comes back: its reader has taken the time already."""
    return _signer.sign(AGAIN + secrets.token_urlsafe(9))


def is_valid(token: str) -> bool:
    """Whether ``token`` is ours and was made within ``TOO_LATE``."""
    return _younger_than(TOO_LATE, token)


def is_too_soon(token: str) -> bool:
    """Whether ``token`` is ours and was made within ``TOO_SOON``."""
    return not token.startswith(AGAIN) and _younger_than(TOO_SOON, token)


def _younger_than(age: datetime.timedelta, token: str) -> bool:
    try:
        _signer.unsign(token, max_age=age)
    except BadSignature:
        return False
    return True
