"""Approved revisions that wait for a hold to end."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import DraftStateMixin, Revision

from pages.moderation.log.decisions import decisions_that_count, record_decision
from pages.moderation.notifications import emails
from pages.moderation.records.decision import Decision
from pages.moderation.records.hold import Hold
from pages.moderation.rules import roles
from pages.moderation.rules.authors import cleared_authors
from pages.moderation.types import Visitor

from .due_revisions import first_due_revisions, is_due, published_with


class HeldError(ValidationError):
    """A hold keeps a revision from being published now."""

    def __init__(self, hold: Hold) -> None:
        """Name the hold and its reason."""
        super().__init__(f"This waits for a hold: {hold}. {hold.reason}")
        self.hold = hold


def find_hold(draft: DraftStateMixin, revision: Revision) -> Hold | None:
    """Return a hold that covers ``revision``, whose object is ``draft``, and that no officer has overridden.

    A page moves at once, and its draft with it; a notice moves when its draft is published.
    """
    overrides = Decision.objects.about(draft).filter(
        action=Decision.Action.OVERRIDDEN, revision_id=revision.pk
    )
    covering = Hold.objects.in_force().covering(draft)
    return covering.exclude(pk__in=[override.data["hold"] for override in overrides]).first()


def wait_for_hold(revisions: list[Revision], hold: Hold) -> None:
    """Make ``revisions`` due, instead of any other, so that the scheduler publishes them after the hold."""
    for revision in revisions:
        revision.approved_go_live_at = timezone.now()
        revision.save(update_fields=["approved_go_live_at"])
        revision.content_object.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)
    record_waiting(revisions, hold)


def record_waiting(revisions: list[Revision], hold: Hold) -> None:
    """Log that approved revisions wait and tell their authors, once for each approval and hold."""
    authors: set[int] = set()
    waiting = []
    for revision in revisions:
        obj = revision.content_object
        logged = decisions_that_count(obj, revision, Decision.Action.WAITING)
        if logged.filter(data__hold=hold.pk).exists():
            continue
        record_decision(
            Decision.Action.WAITING, obj=obj, revision=revision.pk, reason=str(hold), data={"hold": hold.pk}
        )
        authors |= cleared_authors(revision)
        waiting.append(obj)
    if waiting:
        people = get_user_model().objects.filter(is_active=True, pk__in=authors)
        emails.notify_of_hold(waiting[0], hold, people)


def current_hold(revision: Revision) -> Hold | None:
    """Return the hold that ``revision`` waits for, if it is due and held; one holds all of its set."""
    together = published_with(revision) if is_due(revision) else []
    holds = (find_hold(each.as_object(), each) for each in together)
    return next((hold for hold in holds if hold), None)


def waiting_revisions() -> list[tuple[Revision, Hold]]:
    """Return every due revision that a hold keeps waiting, with the hold; one of each set."""
    return [(revision, hold) for revision in first_due_revisions() if (hold := current_hold(revision))]


def may_override(user: Visitor) -> bool:
    """Tell whether ``user`` may override holds: approving officers may."""
    return roles.has_role(user, roles.APPROVING_OFFICERS)
