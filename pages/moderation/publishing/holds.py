"""Publishing in spite of a hold."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Revision

from pages.moderation.log.decisions import record_decision
from pages.moderation.records.decision import Decision
from pages.moderation.records.hold import Hold
from pages.moderation.records.locks import lock
from pages.moderation.rules import roles

from .publish import due, hold_on, is_due


def waiting() -> list[tuple[Revision, Hold]]:
    """Return the approved revisions whose time has come and that a hold keeps waiting, each with the hold."""
    return [(revision, hold) for revision in due() if (hold := waits_for(revision))]


def waits_for(revision: Revision) -> Hold | None:
    """Return the hold that keeps ``revision`` waiting now that its time has come, if one does."""
    return hold_on(revision.content_object, revision) if is_due(revision) else None


def may_override(user) -> bool:
    """Tell whether ``user`` decides on holds: approving officers do."""
    return roles.holds_role(user, roles.APPROVING_OFFICERS)


@transaction.atomic
def override(revision: Revision, user, reason: str) -> None:
    """Publish an approved ``revision`` whatever holds it, and log why.

    Raises ``PermissionDenied`` if ``user`` may not, and ``ValidationError`` if the revision was not approved
    or breaks a rule of publication by now.
    """
    obj = lock(revision.content_object)
    revision.refresh_from_db()
    if not is_due(revision) or not may_override(user):
        raise PermissionDenied
    while hold := hold_on(obj, revision):
        record_decision(
            Decision.Action.OVERRIDDEN,
            obj=obj,
            user=user,
            reason=reason,
            revision=revision.pk,
            data={"hold": hold.pk},
        )
    revision.publish()
