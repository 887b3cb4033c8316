"""The roles: what they are called and who holds them.

Somebody holds a role by belonging to the group of that name. Names are fixed, so that code and tests can
speak of a role. The migration ``site_config/migrations/0001_roles.py`` says what each may do at first.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

EDITORS = "Editors"
MODERATORS = "Moderators"
APPROVING_OFFICERS = "Approving officers"
FEEDBACK_TEAM = "Feedback team"
SITE_ADMINISTRATORS = "Site administrators"
ROLES = [EDITORS, MODERATORS, APPROVING_OFFICERS, FEEDBACK_TEAM, SITE_ADMINISTRATORS]
APPROVING_ROLES = [MODERATORS, APPROVING_OFFICERS]
CONFIRMED_ROLES = [*APPROVING_ROLES, SITE_ADMINISTRATORS]
"""A second person confirms that somebody holds one of these, see ``membership.py``.

Site administrators are among them because they confirm: else one person could be both of the two.
"""
CONFIRMING_ROLES = [SITE_ADMINISTRATORS, APPROVING_OFFICERS]

ONE_STEP = "One approval"
TWO_STEPS = "Moderator, then approving officer"


def holders(*roles: str) -> QuerySet:
    """Return the active people who hold one of ``roles``; a superuser only if they belong to its group."""
    return get_user_model().objects.filter(groups__name__in=roles, is_active=True).distinct()


def roles_of(user: Any) -> list[str]:
    """Return the roles that ``user`` holds.

    Kept with the user object, which lives as long as a request, as Django keeps permissions: lists in the
    CMS ask for every line.
    """
    if not user.is_active:
        return []
    if not hasattr(user, "roles_held"):
        user.roles_held = set(user.groups.values_list("name", flat=True))
    return [role for role in ROLES if role in user.roles_held]


def holds_role(user: Any, *roles: str) -> bool:
    """Tell whether ``user`` holds one of ``roles``."""
    return not set(roles).isdisjoint(roles_of(user))


def works_here(user: Any) -> bool:
    """Tell whether ``user`` holds any role, or is a superuser."""
    return bool(roles_of(user)) or (user.is_active and user.is_superuser)


def administers(user: Any) -> bool:
    """Tell whether ``user`` is a Site administrator or a superuser."""
    return holds_role(user, SITE_ADMINISTRATORS) or (user.is_active and user.is_superuser)


def may_take_down(user: Any) -> bool:
    """Tell whether ``user`` may take down what is public."""
    return holds_role(user, *APPROVING_ROLES)


def may_confirm_roles(user: Any) -> bool:
    """Tell whether ``user`` may be the second person who confirms a role."""
    return holds_role(user, *CONFIRMING_ROLES)


def name_of(person: Any) -> str:
    """Return how people read of each other: by full name, else by user name, never by e-mail address."""
    return person.get_full_name() or person.get_username()
