"""Publication: the only code that writes a new version of what the public sees."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Revision, WorkflowState

from pages.moderation.log.decisions import record_decision
from pages.moderation.records.decision import Decision
from pages.moderation.records.row_locks import lock_row
from pages.moderation.records.snapshot import snapshot
from pages.moderation.records.suggestion import Suggestion
from pages.moderation.rules.authors import forget_authors
from pages.moderation.rules.change_notes import check_change_note

from .clearance import clear_for_publication, find_clearance
from .holds import HeldError, find_hold, wait_for_hold
from .versions import add_version
from .write_permit import is_loading_first_content, permitted


def publish_reviewed_revision(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Clear the revision that the last step approved, then publish it or let it wait for a hold.

    Wagtail's own function publishes the newest revision, and only if the approver may publish without a
    workflow. Raises ``ValidationError`` if the revision breaks a publication rule or lacks an approval.
    """
    obj = lock_row(workflow_state.content_object)
    revision = workflow_state.current_task_state.revision
    if obj.live and obj.live_revision_id == revision.pk:
        return  # it was submitted without a change, so it is public already
    draft = revision.as_object()
    check_change_note(draft)
    clear_for_publication(obj, revision, draft, workflow_state)
    try:
        revision.publish(user=user, skip_permission_checks=True)
    except HeldError as held:
        wait_for_hold(obj, revision, held.hold)


@transaction.atomic
def publish(obj: DraftStateMixin, revision: Revision, write: Callable[[], object]) -> None:
    """Publish or schedule ``revision`` of ``obj`` by calling ``write``, if it is cleared and not held.

    Raises ``PublicationRefusedError`` if it was not approved, ``HeldError`` if it has to wait.
    """
    obj = lock_row(obj)
    revision.refresh_from_db()
    needs_approval = not is_loading_first_content()
    draft = revision.as_object()
    clearance = find_clearance(obj, revision, draft).data if needs_approval else {}
    is_for_later = draft.go_live_at and draft.go_live_at > timezone.now()
    if needs_approval and not is_for_later and (hold := find_hold(obj, revision)):
        raise HeldError(hold)
    if not is_for_later:
        forget_authors(obj, revision, draft)
        Suggestion.objects.for_object(obj).filter(revision__lte=revision.pk).delete()
    # The search for files has opened all blocks of the draft, so they have the form in which they are stored.
    public_fields = snapshot(draft)
    # Wagtail writes the draft that was checked, instead of making another one.
    revision.as_object = lambda: draft
    try:
        with permitted(obj):
            write()
    finally:
        del revision.as_object
    obj = lock_row(obj)
    if obj.live_revision_id == revision.pk:
        add_version(obj, draft, public_fields, revision, clearance)
        if needs_approval:
            record_decision(
                Decision.Action.PUBLISHED,
                obj=obj,
                revision=revision.pk,
                reason=draft.change_note,
                data={name: clearance.get(name, []) for name in ("approvers", "authors", "awaited")},
            )
    else:
        record_decision(
            Decision.Action.SCHEDULED, obj=obj, revision=revision.pk, data={"at": str(draft.go_live_at)}
        )
