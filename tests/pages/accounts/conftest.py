import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache

from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from tests.effort import by_effort
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
    user = UserFactory(
        roles=[EDITORS], username="jo", email="jo@example.org", first_name="Jo"
    )
    TOTP.activate(user, KEY)
    RecoveryCodes.activate(user)
    return user


@pytest.fixture
def without_factor(db):
    """An editor without one."""
    return UserFactory(roles=[EDITORS], username="sam", email="sam@example.org")


@pytest.fixture(params=by_effort(["superuser"], ["site administrator", "superuser"]))
def attacker(request, no_demo):
    """Whoever tries it alone: a superuser, at full effort an administrator, too."""
    if request.param == "superuser":
        return UserFactory(
            username="mallory", email="mallory@example.org", is_superuser=True
        )
    return UserFactory(
        username="mallory", email="mallory@example.org", roles=[SITE_ADMINISTRATORS]
    )


@pytest.fixture
def colleagues(no_demo):
    """The other people who may confirm or approve."""
    found = {
        "admin": UserFactory(
            username="ada", email="ada@example.org", roles=[SITE_ADMINISTRATORS]
        ),
        "officer": UserFactory(
            username="olu", email="olu@example.org", roles=[APPROVING_OFFICERS]
        ),
        "moderator": UserFactory(
            username="mo", email="mo@example.org", roles=[MODERATORS]
        ),
    }
    for person in found.values():
        person.first_name, person.last_name = person.username.capitalize(), "Colleague"
        person.save()
    return found
