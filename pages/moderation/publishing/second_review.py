"""The second review, which follows an urgent publication."""

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pages.moderation.log.decisions import record_decision
from pages.moderation.records.decision import Decision
from pages.moderation.records.published_version import PublishedVersion
from pages.moderation.rules.second_reviewers import awaiting_review_with, may_give_second_review


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
