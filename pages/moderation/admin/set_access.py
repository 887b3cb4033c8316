"""Who may know what is in publication sets."""

from pages.moderation.rules import roles
from pages.moderation.types import Visitor


def may_see_sets(user: Visitor) -> bool:
    """Tell whether ``user`` writes or approves what is in sets, or looks after the site."""
    return roles.has_role(user, roles.EDITORS, *roles.APPROVING_ROLES) or roles.is_site_administrator(user)
