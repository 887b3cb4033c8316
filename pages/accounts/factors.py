"""Second factors: a passkey or an authenticator app, with recovery codes beside them."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_factor(user: User) -> bool:
    """Tell whether ``user`` has a passkey or an authenticator app; recovery codes alone do not count."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def remove_factors(user: User) -> None:
    """Remove every factor and recovery code of ``user``."""
    Authenticator.objects.filter(user_id=user.pk).delete()
