"""Second factors: a passkey or an authenticator app, with recovery codes beside them."""

import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import User

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_factor(user: User) -> bool:
    """Return True if ``user`` has a passkey or an authenticator app; recovery codes alone do not count."""
    return is_mfa_enabled(user, FACTORS)


def remove_factors(user: User) -> None:
    Authenticator.objects.filter(user_id=user.pk).delete()


DEMO_KEY = (
    "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # public on purpose; production refuses DEMO
)
PERIOD_SECONDS = 30


def give_demo_factor(user: User) -> None:
    """Let ``user`` sign in with the codes of the public key, and with nothing else."""
    remove_factors(user)
    TOTP.activate(user, DEMO_KEY)


def demo_code(user: User) -> str:
    """Return the code of a demonstration account; empty for every other."""
    if not settings.DEMO:
        return ""
    app = Authenticator.objects.filter(
        user_id=user.pk, type=Authenticator.Type.TOTP
    ).first()
    if app is None or get_adapter().decrypt(app.data["secret"]) != DEMO_KEY:
        return ""
    period = int(time.time()) // PERIOD_SECONDS
    return format_hotp_value(hotp_value(DEMO_KEY, period))
