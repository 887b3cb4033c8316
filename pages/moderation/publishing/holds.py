"""Approved revisions that wait for a hold to end, and their publication in spite of it."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from pages.moderation.log.decisions import decisions_that_count, record_decision
from pages.moderation.notifications import emails
from pages.moderation.records.decision import Decision
from pages.moderation.records.hold import Hold
from pages.moderation.records.row_locks import lock_row
from pages.moderation.rules import roles
from pages.moderation.rules.authors import authors_since_publication
from pages.moderation.types import Visitor

from .due_revisions import due_revisions, is_due


class HeldError(ValidationError):
    """A hold keeps a revision from being published now."""

    def __init__(self, hold: Hold) -> None:
        """Name the hold and its reason."""
        super().__init__(f"This waits for a hold: {hold}. {hold.reason}")
        self.hold = hold


def find_hold(obj: DraftStateMixin, revision: Revision) -> Hold | None:
    """Return a hold that covers ``revision`` of ``obj`` now and that no officer has overridden."""
    overrides = Decision.objects.about(obj).filter(action=Decision.Action.OVERRIDDEN, revision_id=revision.pk)
    # A page moves at once; a notice moves when the draft with its new section is published.
    covering = Hold.objects.in_force().covering(obj if isinstance(obj, Page) else revision.as_object())
    return covering.exclude(pk__in=[override.data["hold"] for override in overrides]).first()


def wait_for_hold(obj: DraftStateMixin, revision: Revision, hold: Hold) -> None:
    """Make ``revision`` due, instead of any other, so that the scheduler publishes it after the hold."""
    revision.approved_go_live_at = timezone.now()
    revision.save(update_fields=["approved_go_live_at"])
    obj.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)
    record_waiting(obj, revision, hold)


def record_waiting(obj: DraftStateMixin, revision: Revision, hold: Hold) -> None:
    """Log that an approved revision waits and tell its authors, once for each approval and hold."""
    logged = decisions_that_count(obj, revision, Decision.Action.WAITING)
    if logged.filter(data__hold=hold.pk).exists():
        return
    record_decision(
        Decision.Action.WAITING, obj=obj, revision=revision.pk, reason=str(hold), data={"hold": hold.pk}
    )
    authors = authors_since_publication(obj, until=revision)
    emails.notify_of_hold(obj, hold, get_user_model().objects.filter(is_active=True, pk__in=authors))


def current_hold(revision: Revision) -> Hold | None:
    """Return the hold that ``revision`` waits for, if it is due and held."""
    return find_hold(revision.content_object, revision) if is_due(revision) else None


def waiting_revisions() -> list[tuple[Revision, Hold]]:
    """Return every due revision that a hold keeps waiting, with the hold."""
    return [(revision, hold) for revision in due_revisions() if (hold := current_hold(revision))]


def may_override(user: Visitor) -> bool:
    """Tell whether ``user`` may override holds: approving officers may."""
    return roles.has_role(user, roles.APPROVING_OFFICERS)


@transaction.atomic
def override_hold(revision: Revision, user: User, reason: str) -> None:
    """Publish a due ``revision`` in spite of every hold, and log the reason.

    Raises ``PermissionDenied`` if ``user`` may not, and ``ValidationError`` if the revision was not approved
    or no longer meets the publication rules.
    """
    obj = lock_row(revision.content_object)
    revision.refresh_from_db()
    if not is_due(revision) or not may_override(user):
        raise PermissionDenied
    while hold := find_hold(obj, revision):
        record_decision(
            Decision.Action.OVERRIDDEN,
            obj=obj,
            user=user,
            reason=reason,
            revision=revision.pk,
            data={"hold": hold.pk},
        )
    revision.publish()
