"""The second review of what was published urgently, with one approval."""

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list

from . import roles
from .approval import Approver, Review, obstacle
from .authors import clearance_of
from .decision import Decision, record_decision
from .versions import PublishedVersion

SECOND_REVIEW = 0
"""Stands for a step in which nobody has decided yet."""
URGENT_STEPS = -1
"""Stands for the steps that were approved before the publication."""


def may_give_second_review(version: PublishedVersion, user: User) -> bool:
    """Tell whether ``user`` has an awaited role, and neither wrote nor approved the version."""
    clearance = clearance_of(version.revision_id)
    review = Review(set(clearance.authors), [Approver(URGENT_STEPS, frozenset(clearance.approvers))])
    has_role = roles.has_role(user, *version.awaited_roles)
    return not obstacle(Approver(SECOND_REVIEW, frozenset([user.pk]), has_role=has_role), review)


def awaiting_review_with(version: PublishedVersion) -> list[PublishedVersion]:
    """Return the versions that get their second review together with ``version``: its set's, or it alone."""
    if not version.publication_set_id:
        return [version]
    return list(PublishedVersion.objects.awaiting_review().filter(publication_set=version.publication_set_id))


def second_reviewers(version: PublishedVersion) -> set[User]:
    """Return everybody who may give the second review of ``version``."""
    people = roles.users_with_role(*version.awaited_roles)
    return {person for person in people if may_give_second_review(version, person)}


def describe_second_reviewers(version: PublishedVersion) -> str:
    """Say who can give the second review of ``version``, or what to do if nobody can."""
    if people := sorted(roles.display_name(person) for person in second_reviewers(version)):
        return f"{get_text_list(people)} can give the second review."
    return (
        f"Nobody can give the second review: the {' and '.join(version.awaited_roles).lower()} wrote or "
        "approved it, or there are none. Ask a Site administrator to give somebody else the role."
    )


@transaction.atomic
def give_second_review(version: PublishedVersion, user: User, note: str = "") -> None:
    """Record that ``user`` reviewed ``version`` and what was published with it.

    Raises ``PermissionDenied`` if they may not.
    """
    keys = [each.pk for each in awaiting_review_with(version)]
    together = PublishedVersion.objects.select_for_update().filter(pk__in=keys, reviewed_at=None)
    versions = list(together.order_by("pk"))
    is_open = version.pk in {each.pk for each in versions}
    if not is_open or not all(may_give_second_review(each, user) for each in versions):
        raise PermissionDenied
    for each in versions:
        each.reviewed_at = timezone.now()
        each.save(update_fields=["reviewed_at"])
        record_decision(
            Decision.Action.REVIEWED,
            obj=apps.get_model(each.model)._base_manager.get(pk=each.object_id),
            user=user,
            reason=note,
            revision=each.revision_id,
        )
