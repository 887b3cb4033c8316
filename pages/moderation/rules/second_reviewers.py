"""Who may give the second review of an urgent publication."""

from django.contrib.auth.models import User

from pages.moderation.records.decision import Decision
from pages.moderation.records.published_version import PublishedVersion

from . import roles


def may_give_second_review(version: PublishedVersion, user: User) -> bool:
    """Tell whether ``user`` has an awaited role, and neither wrote nor approved the version."""
    clearance = _clearance_of(version)
    involved = {*clearance.data["authors"], *clearance.data["approvers"]} if clearance else set()
    return user.pk not in involved and roles.has_role(user, *version.awaited_roles)


def awaiting_review_with(version: PublishedVersion) -> list[PublishedVersion]:
    """Return the versions that get their second review together with ``version``: its set's, or it alone."""
    if not version.publication_set_id:
        return [version]
    return list(PublishedVersion.objects.awaiting_review().filter(publication_set=version.publication_set_id))


def _clearance_of(version: PublishedVersion) -> Decision | None:
    decisions = Decision.objects.filter(model=version.model, object_id=version.object_id)
    return decisions.filter(action=Decision.Action.CLEARED, revision_id=version.revision_id).first()


def second_reviewers(version: PublishedVersion) -> set[User]:
    """Return everybody who may give the second review of ``version``."""
    people = roles.users_with_role(*version.awaited_roles)
    return {person for person in people if may_give_second_review(version, person)}
