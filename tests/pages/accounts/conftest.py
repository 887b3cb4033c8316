import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache

from pages.moderation.rules.roles import EDITORS
from tests.factories import UserFactory

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXQ"


@pytest.fixture(autouse=True)
def no_earlier_attempts():
    """Count attempts from none."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def no_demo(settings):
    """A real site, which asks for a second factor."""
    settings.DEMO = False


@pytest.fixture
def editor(db):
    """An editor with an authenticator app."""
    user = UserFactory(roles=[EDITORS], username="jo", email="jo@example.org", first_name="Jo")
    TOTP.activate(user, KEY)
    RecoveryCodes.activate(user)
    return user


@pytest.fixture
def without_factor(db):
    """An editor without one."""
    return UserFactory(roles=[EDITORS], username="sam", email="sam@example.org")
