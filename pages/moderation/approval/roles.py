"""Who acts: anybody, somebody in the CMS, and the roles, who has them and what they allow.

To have a role is to belong to the group of that name. The names are fixed, so that code
and tests can refer to them. ``site_config/roles.py`` gives each its permissions.
"""

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import DraftStateMixin, Page

Visitor = User | AnonymousUser


class StaffRequest(HttpRequest):
    """A request to the CMS, which only signed-in users can send."""

    user: User


EDITORS = "Editors"
MODERATORS = "Moderators"
APPROVING_OFFICERS = "Approving officers"
FEEDBACK_TEAM = "Feedback team"
SITE_ADMINISTRATORS = "Site administrators"
ROLES = [EDITORS, MODERATORS, APPROVING_OFFICERS, FEEDBACK_TEAM, SITE_ADMINISTRATORS]
APPROVING_ROLES = [MODERATORS, APPROVING_OFFICERS]
ROLES_TO_CONFIRM = [*APPROVING_ROLES, SITE_ADMINISTRATORS]
"""Roles that a second person has to confirm, see ``dual_control/membership.py``.

Site administrators are among them because they confirm roles: otherwise one person
could play both parts.
"""
CONFIRMING_ROLES = [SITE_ADMINISTRATORS, APPROVING_OFFICERS]

ONE_STEP_WORKFLOW = "One approval"
TWO_STEP_WORKFLOW = "Moderator, then approving officer"

GROUPS_CACHE = "cached_group_names"


def users_with_role(*roles: str) -> QuerySet[User]:
    """Return the active users who have one of ``roles``; superusers only if they belong to its group."""
    return User.objects.filter(groups__name__in=roles, is_active=True).distinct()


def approvers() -> QuerySet[User]:
    return users_with_role(*APPROVING_ROLES)


def roles_of(user: Visitor) -> list[str]:
    """Return the roles of ``user``, cached for the request: lists in the CMS ask once for every row."""
    if not user.is_active:
        return []
    groups: set[str] | None = getattr(user, GROUPS_CACHE, None)
    if groups is None:
        groups = set(user.groups.values_list("name", flat=True))
        setattr(user, GROUPS_CACHE, groups)
    return [role for role in ROLES if role in groups]


def has_role(user: Visitor, *roles: str) -> bool:
    return not set(roles).isdisjoint(roles_of(user))


def has_any_role(user: Visitor) -> bool:
    return bool(roles_of(user)) or (user.is_active and user.is_superuser)


def is_being_invited(person: User) -> bool:
    """Return True if ``person`` has not accepted the invitation yet, and so has neither password nor sign-in.

    Someone who comes from the identity provider has no password, but has signed in.
    """
    return person.last_login is None and not person.has_usable_password()


def is_site_administrator(user: Visitor) -> bool:
    return has_role(user, SITE_ADMINISTRATORS) or (user.is_active and user.is_superuser)


def holder_of(role: str) -> str:
    """Return what someone with ``role`` is called in a sentence, such as “moderator”."""
    return role.removesuffix("s").lower()


def may_see_sets(user: Visitor) -> bool:
    """Return True if ``user`` writes or approves what is in publication sets, or looks after the site."""
    return has_role(user, EDITORS, *APPROVING_ROLES) or is_site_administrator(user)


def may_take_down(user: Visitor) -> bool:
    return has_role(user, *APPROVING_ROLES)


def cancelling_roles(obj: DraftStateMixin) -> list[str]:
    """Return the roles that may cancel the scheduled publication of ``obj``.

    A snippet has no button for it: it is taken down, which Site administrators may not
    do.
    """
    if isinstance(obj, Page):
        return [*APPROVING_ROLES, SITE_ADMINISTRATORS]
    return APPROVING_ROLES


def may_cancel_schedule(user: Visitor, obj: DraftStateMixin) -> bool:
    """Return True if ``user`` may cancel the scheduled publication of ``obj``."""
    if has_role(user, *cancelling_roles(obj)):
        return True
    # A superuser needs no role.
    return isinstance(obj, Page) and is_site_administrator(user)


def may_confirm_roles(user: Visitor) -> bool:
    return has_role(user, *CONFIRMING_ROLES)


def may_look_after_people(user: Visitor) -> bool:
    """Return True if ``user`` may suspend accounts, end entries and see every request."""
    return may_confirm_roles(user) or is_site_administrator(user)


def display_name(person: User | None) -> str:
    """Return the name that other people see: the full name or the user name, never the email address."""
    return (person.get_full_name() or person.get_username()) if person else ""
