"""The second review, which follows an urgent publication."""

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pages.moderation.log.decisions import record_decision
from pages.moderation.records.decision import Decision
from pages.moderation.records.published_version import PublishedVersion
from pages.moderation.rules.second_reviewers import may_give_second_review


@transaction.atomic
def give_second_review(version: PublishedVersion, user: User, note: str = "") -> None:
    """Record that ``user`` reviewed ``version``; raise ``PermissionDenied`` if they may not."""
    version = PublishedVersion.objects.select_for_update().get(pk=version.pk)
    if version.reviewed_at or not may_give_second_review(version, user):
        raise PermissionDenied
    version.reviewed_at = timezone.now()
    version.save(update_fields=["reviewed_at"])
    model = apps.get_model(version.model)
    record_decision(
        Decision.Action.REVIEWED,
        obj=model._base_manager.get(pk=version.object_id),
        user=user,
        reason=note,
        revision=version.revision_id,
    )
