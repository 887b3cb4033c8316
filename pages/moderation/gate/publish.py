"""Publishing what was approved, and the first content of an empty database, which nobody has to approve."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Revision, WorkflowState

from pages.files.version_files import files_in_version

from .agreement import check_agreements
from .approval import Part
from .authors import authors_of_set, forget_authors
from .clearance import clear_for_publication, find_clearance
from .decision import Clearance, Decision, Schedule, record_decision
from .gone_approvers import check_approvers
from .guards import PublicationRefusedError, is_loading_first_content, permitted
from .locks import lock_row
from .protection import Why, opened_for
from .publication_rules import check_change_note, check_expiry
from .publication_set import PublicationSet, is_for_later, set_in_review
from .publishing_pause import PublishingPausedError, check_pause, publish_after_pause
from .sets import set_published_now
from .snapshot import snapshot
from .versions import PublishedVersion, add_version


@contextmanager
def load_first_content() -> Iterator[None]:
    """Let the code inside publish without approvals, and log it; refuse if anything was ever published."""
    with transaction.atomic(), permitted():
        if PublishedVersion.objects.exists():
            raise PublicationRefusedError(
                "Content has already been published, so new content needs approval."
            )
        record_decision(Decision.Action.LOADED)
        yield


def publish_reviewed(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish what the last step approved, or pause it during a publishing pause; of a set, all or nothing.

    The last review of a set to end publishes all. Wagtail's own function publishes the newest revision, and
    only if the approver may publish without a workflow. Raises ``ValidationError`` if a revision breaks a
    publication rule or lacks an approval.
    """
    obj = lock_row(workflow_state.content_object)
    publication_set = set_in_review(obj)
    reviews = publication_set.reviews_in_order() if publication_set else [workflow_state]
    if any(review.status != WorkflowState.STATUS_APPROVED for review in reviews):
        return
    together = []
    for review in reviews:
        part = Part(lock_row(review.content_object), review.current_task_state)
        # What was submitted without a change is public already.
        if not part.obj.live or part.obj.live_revision_id != part.revision.pk:
            together.append(part)
    for each in together:
        check_change_note(each.draft)
    if not together:
        return
    clear_for_publication(together)
    revisions = [each.revision for each in together]
    try:
        with transaction.atomic():
            publish_together(revisions, publication_set, user=user, skip_permission_checks=True)
    except PublishingPausedError as error:
        publish_after_pause(revisions, error.pause)
        if publication_set:
            publication_set.change_state(PublicationSet.State.WAITING)


def publish_together(
    revisions: list[Revision], publication_set: PublicationSet | None, **options: Any
) -> None:
    """Publish or schedule ``revisions``, of a set or one alone, at one moment; needs a transaction."""
    if publication_set:
        waits = is_for_later(publication_set)
        publication_set.published_at = None if waits else timezone.now()
        publication_set.state = PublicationSet.State.WAITING if waits else PublicationSet.State.PUBLISHED
        publication_set.save()
    for revision in revisions:
        revision.publish(**options)
    if publication_set and publication_set.published_at:
        publication_set.items.all().delete()
        authors_of_set(publication_set).delete()


@transaction.atomic
def publish(obj: DraftStateMixin, revision: Revision, write: Callable[[], object]) -> None:
    """Publish or schedule by calling ``write``, or raise a ``ValidationError`` that says why not."""
    obj = lock_row(obj)
    revision.refresh_from_db()
    draft = revision.as_object()
    waits = is_for_later(draft)
    clearance, publication_set = _check(obj, revision, draft, waits=waits)
    files = list(files_in_version(draft))
    # The search for files has opened all blocks of the draft, so they have the form in which they are stored.
    public_fields = snapshot(draft)
    # Wagtail writes the draft that was checked, instead of making another one.
    revision.as_object = lambda: draft
    try:
        with permitted(obj), opened_for(Why.PUBLISHED):
            write()
    finally:
        del revision.as_object
    obj = type(obj)._base_manager.get(pk=obj.pk)  # its row is locked since the beginning
    if waits and obj.live_revision_id == revision.pk:
        # Wagtail has looked at the time once more, and nobody asked for a pause.
        raise PublicationRefusedError("It is being published right now. Try again.")
    log = partial(record_decision, obj=obj, revision=revision.pk, reason=draft.change_note)
    if obj.live_revision_id != revision.pk:
        log(Decision.Action.SCHEDULED, data=Schedule(at=str(draft.go_live_at)))
        return
    # All that a publication sets off. What hangs on the live row begins when that is saved: states and search
    # entries in ``save()`` of the page type, the edition in ``pages/published/changes.py``. What hangs on the
    # version, such as the record of states, begins when that is kept. The end of the review, which comes
    # before, sends the emails (``mails/workflow_emails.py``).
    forget_authors(obj, revision, files)
    if publication_set:  # all of it has one time
        obj.last_published_at = publication_set.published_at
        type(obj)._base_manager.filter(pk=obj.pk).update(last_published_at=obj.last_published_at)
    add_version(obj, draft, public_fields, revision, clearance, publication_set=publication_set)
    if not is_loading_first_content():  # one line tells of all of that
        log(Decision.Action.PUBLISHED)


def _check(
    obj: Any, revision: Revision, draft: Any, *, waits: bool
) -> tuple[Clearance, PublicationSet | None]:
    """Return what clears ``revision``, and the set that it is published with now; refuse as ``publish``."""
    is_first_content = is_loading_first_content()
    clearance = Clearance() if is_first_content else find_clearance(obj, revision, draft)
    if not is_first_content:
        check_approvers(clearance.given)
        check_agreements(draft)
        check_expiry(draft)
    if waits:
        return clearance, None
    publication_set = set_published_now(obj, revision)
    if not is_first_content:
        check_pause(obj, revision)
    return clearance, publication_set
