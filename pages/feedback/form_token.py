"""Tells when a form was opened, without a cookie or a record: the form carries a signed time."""

import datetime
import secrets

from django.core.signing import BadSignature, TimestampSigner

TOO_SOON = datetime.timedelta(seconds=3)
"""No person types a web address into the form in less; programs do."""
TOO_LATE = datetime.timedelta(hours=24)

RENEWED_PREFIX = "again."
_signer = TimestampSigner(salt="pages.feedback.form")


def new_token() -> str:
    """Return a unique token for a form that is opened now."""
    return _signer.sign(secrets.token_urlsafe(9))


def renewed_token() -> str:
    """Return a token for a form that is shown again, which may be sent without delay."""
    return _signer.sign(RENEWED_PREFIX + secrets.token_urlsafe(9))


def is_valid(token: str) -> bool:
    """Return whether ``token`` is ours and not older than ``TOO_LATE``."""
    return _is_younger_than(TOO_LATE, token)


def is_too_soon(token: str) -> bool:
    """Return whether ``token`` is ours and not older than ``TOO_SOON``."""
    return not token.startswith(RENEWED_PREFIX) and _is_younger_than(TOO_SOON, token)


def _is_younger_than(age: datetime.timedelta, token: str) -> bool:
    try:
        _signer.unsign(token, max_age=age)
    except BadSignature:
        return False
    return True
