"""Who tries every route: each role, superusers, authors, co-authors and bystanders."""

from django.contrib.auth.models import User

from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    FEEDBACK_TEAM,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from tests.effort import by_effort
from tests.factories import UserFactory

AUTHOR = "author"
CO_AUTHOR = "co-author who holds every step"
MODERATOR = "independent moderator"
FIRST_APPROVER = "moderator and approving officer who approved the first step"
OFFICER = "independent approving officer"
FEEDBACK = "feedback team"
ADMINISTRATOR = "site administrator"
SUPERUSER = "superuser without a group"
SUPERUSER_AUTHOR = "superuser who is an author and holds every step"
ANONYMOUS = "anonymous"

ROLES = {
    AUTHOR: [EDITORS],
    CO_AUTHOR: [EDITORS, MODERATORS, APPROVING_OFFICERS],
    MODERATOR: [MODERATORS],
    FIRST_APPROVER: [MODERATORS, APPROVING_OFFICERS],
    OFFICER: [APPROVING_OFFICERS],
    FEEDBACK: [FEEDBACK_TEAM],
    ADMINISTRATOR: [SITE_ADMINISTRATORS],
    SUPERUSER: [],
    SUPERUSER_AUTHOR: [EDITORS, MODERATORS, APPROVING_OFFICERS],
}
EVERYBODY = [*ROLES, ANONYMOUS]
MIGHTIEST = [CO_AUTHOR, ADMINISTRATOR, SUPERUSER_AUTHOR]
"""Who can do most between them: what one of the others can, one of these can as well, but for approving."""
WHO_TRIES = by_effort(MIGHTIEST, EVERYBODY)
"""Who tries a bulk action on the first thing, and what is tried once."""
WHO_TRIES_MORE = by_effort([CO_AUTHOR, SUPERUSER_AUTHOR], EVERYBODY)
"""Who tries it on all other things: at small effort by turns, the superuser also for the administrator."""
WHO_CALLS = by_effort(
    [SUPERUSER_AUTHOR], [person for person in EVERYBODY if person != ANONYMOUS]
)
"""For whom code calls actions and methods: who has an account, at small effort the one who may do most."""
AUTHORS = [AUTHOR, CO_AUTHOR, SUPERUSER_AUTHOR]
"""All of them wrote every draft in the world."""
TAKE_DOWN = [CO_AUTHOR, MODERATOR, FIRST_APPROVER, OFFICER, SUPERUSER_AUTHOR]
"""Who may take something down: moderators and approving officers."""
OPERATOR = "manage.py"
ADMINISTRATORS = [ADMINISTRATOR, SUPERUSER, SUPERUSER_AUTHOR, OPERATOR]
"""Who may do what cannot be moderated."""


def make() -> dict[str, User]:
    """Return an account for everybody who has one."""
    return {
        name: UserFactory(
            roles=roles, is_superuser=name in (SUPERUSER, SUPERUSER_AUTHOR)
        )
        for name, roles in ROLES.items()
    }
