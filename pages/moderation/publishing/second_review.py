"""The review that an urgent publication left out and that follows."""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pages.moderation.log.decisions import record_decision
from pages.moderation.records.decision import Decision
from pages.moderation.records.version import PublishedVersion
from pages.moderation.rules import roles


def _cleared(version: PublishedVersion) -> Decision | None:
    decisions = Decision.objects.filter(model=version.model, object_id=version.object_id)
    return decisions.filter(action=Decision.Action.CLEARED, revision_id=version.revision_id).first()


def may_give(version: PublishedVersion, user) -> bool:
    """Tell whether ``user`` holds a role that was left out, and neither wrote nor approved the version."""
    cleared = _cleared(version)
    involved = {*cleared.data["authors"], *cleared.data["approvers"]} if cleared else set()
    return user.pk not in involved and roles.holds_role(user, *version.awaited_roles)


@transaction.atomic
def give(version: PublishedVersion, user, note: str = "") -> None:
    """Write down that ``user`` reviewed ``version``; raise ``PermissionDenied`` if they may not."""
    version = PublishedVersion.objects.select_for_update().get(pk=version.pk)
    if version.reviewed_at or not may_give(version, user):
        raise PermissionDenied
    version.reviewed_at = timezone.now()
    version.save(update_fields=["reviewed_at"])
    record_decision(
        Decision.Action.REVIEWED,
        obj=apps.get_model(version.model)._base_manager.get(pk=version.object_id),
        user=user,
        reason=note,
        revision=version.revision_id,
    )
