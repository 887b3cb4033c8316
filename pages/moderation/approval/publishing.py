"""Publishing what was approved, and the first content of an empty database, which nobody has to approve."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision, TaskState, WorkflowState

from pages.files.version_files import files_in_version

from .agreement import check_agreements
from .audit_log import AuditLogEntry, Clearance, Schedule, record_decision
from .authors import authors_of_set, forget_authors
from .lapsed_approvals import describe_lapsed, lapsed_approvals_of
from .locks import lock_row, lock_row_and_set
from .protection import WritePurpose, opened_for
from .public_content import snapshot
from .publication_approval import clear_for_publication, find_clearance
from .publication_permit import (
    PublicationRefusedError,
    is_loading_first_content,
    permitted,
)
from .publication_rules import check_change_note, check_expiry
from .publication_set import PublicationSet, is_for_later
from .publishing_pause import check_pause
from .set_actions import set_published_now
from .versions import PublishedVersion, add_version
from .wagtail_publishing import Publication


@contextmanager
def load_first_content() -> Iterator[None]:
    """Let the code inside publish without approvals, and log it; refuse if anything was ever published."""
    with transaction.atomic(), permitted():
        if PublishedVersion.objects.exists():
            raise PublicationRefusedError(
                "Content has already been published, so new content needs approval."
            )
        record_decision(AuditLogEntry.Action.LOADED)
        yield


def publish_reviewed(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish what the last step approved; of a set, all or nothing.

    The last review of a set to end publishes all. Wagtail's own function publishes the
    newest revision, and only if the approver may publish without a workflow. Raises
    ``ValidationError`` if a revision breaks a publication rule or lacks an approval,
    and during a publishing pause.
    """
    obj, publication_set = lock_row_and_set(workflow_state.content_object)
    reviews = [workflow_state]
    if publication_set:
        reviews = publication_set.reviews_in_order()
    if any(review.status != WorkflowState.STATUS_APPROVED for review in reviews):
        return
    together: list[Publication] = []
    for review in reviews:
        row = lock_row(review.content_object) if publication_set else obj
        together += _publications_of(review, row, user)
    for publication in together:
        check_change_note(publication.draft)
    if not together:
        return
    clear_for_publication(together)
    publish_together(together, publication_set)


def _publications_of(
    review: WorkflowState, row: Any, user: User | None
) -> Iterator[Publication]:
    """Yield what ``review`` publishes: nothing if it was submitted without a change, as it is public already."""
    step = TaskState.objects.select_related("revision").get(
        pk=review.current_task_state_id
    )
    if not row.live or row.live_revision_id != step.revision_id:
        options = {"user": user, "skip_permission_checks": True}
        yield Publication(row, step.revision, review, **options)


def publish_together(
    publications: list[Publication], publication_set: PublicationSet | None = None
) -> None:
    """Publish or schedule ``publications``, of a set or one alone, at one moment: all of them or none.

    They were locked in the transaction in which this is called.
    """
    with opened_for(WritePurpose.PUBLISHED):
        if publication_set:
            _set_moment(publication_set)
        for publication in publications:
            check_and_write(publication)
        if publication_set and publication_set.published_at:
            publication_set.items.all().delete()
            authors_of_set(publication_set).delete()


def _set_moment(publication_set: PublicationSet) -> None:
    if is_for_later(publication_set):
        publication_set.published_at = None
        publication_set.state = PublicationSet.State.WAITING
    else:
        publication_set.published_at = timezone.now()
        publication_set.state = PublicationSet.State.PUBLISHED
    publication_set.save()


@transaction.atomic
def publish(revision: Revision, **options: Any) -> None:
    """Publish or schedule ``revision``, or raise a ``ValidationError`` that says why not."""
    publish_together([Publication.lock(revision, **options)])


def check_and_write(publication: Publication) -> None:
    """Let Wagtail write what is cleared, log it and keep it, or raise as ``publish`` does."""
    draft = publication.draft
    revision = publication.revision
    clearance, publication_set = _check(publication)
    files = list(files_in_version(draft))
    # The search for files has opened all blocks of the draft, so they have the form in
    # which they are stored.
    public_fields = snapshot(draft)
    with permitted(publication.obj):
        publication.action.execute(
            skip_permission_checks=publication.skips_permission_checks
        )
    if publication.is_for_later and publication.is_live:
        # Wagtail has looked at the time once more, and nobody asked for a pause.
        raise PublicationRefusedError("It is being published right now. Try again.")
    log = partial(
        record_decision, obj=draft, revision=revision.pk, reason=draft.change_note
    )
    if not publication.is_live:
        log(AuditLogEntry.Action.SCHEDULED, data=Schedule(at=str(draft.go_live_at)))
        return
    # All that a publication sets off. What hangs on the live row begins when that is
    # saved: states and search entries in ``save()`` of the page type, the edition in
    # ``pages/published/changes.py``. The end of the review, which comes before, sends
    # the emails (``emails/workflow_emails.py``).
    forget_authors(draft, revision, files)
    if publication_set:  # all of it has one time
        draft.last_published_at = publication_set.published_at
        type(draft)._base_manager.filter(pk=draft.pk).update(
            last_published_at=draft.last_published_at
        )
    add_version(
        draft, public_fields, revision, clearance, publication_set=publication_set
    )
    if not is_loading_first_content():  # one line tells of all of that
        log(AuditLogEntry.Action.PUBLISHED)


def _check(publication: Publication) -> tuple[Clearance, PublicationSet | None]:
    """Return what clears ``publication``, and the set that it is published with now."""
    obj = publication.obj
    revision = publication.revision
    draft = publication.draft
    is_first_content = is_loading_first_content()
    clearance = Clearance()
    if not is_first_content:
        clearance = find_clearance(obj, revision, draft)
        # At the end of a review, that has looked at them just now.
        if not publication.review and (lapsed := lapsed_approvals_of(revision)):
            raise PublicationRefusedError(describe_lapsed(lapsed))
        check_agreements(draft, revision)
        check_expiry(draft)
    if publication.is_for_later:
        return clearance, None
    publication_set = set_published_now(obj, revision)
    if not is_first_content:
        check_pause()
    return clearance, publication_set
