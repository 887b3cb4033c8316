"""Publication sets: making one, putting things in, submitting and withdrawing it, and what reopens it.

    publication_set = make_set(person, "Monthly update", "We brought 15 actions up to
    date.", pages) submit(publication_set, person)

Each function checks what ``person`` may do, and is done as a whole or not at all. What
a set needs to be submitted is checked by ``submit``; until then it may hold drafts that
are not complete.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models.signals import pre_save
from django.dispatch import Signal, receiver
from wagtail.models import DraftStateMixin, Revision, WorkflowState
from wagtail.signals import workflow_cancelled

from pages.core.names import join_as_in_a_sentence

from . import roles
from .audit_log import AuditLogEntry, ReviewEnd, object_key, record_decision
from .authors import (
    add_author_of,
    add_authors,
    authors_of_set,
    authors_since_publication,
)
from .locks import lock_row, lock_rows, lock_set
from .permissions import may_edit
from .publication_permit import PublicationRefusedError, draft_deleted
from .publication_rules import (
    CHECKS_OF_SUBMISSIONS,
    check_expiry,
    check_for_publication,
)
from .publication_set import (
    PublicationSet,
    SetItem,
    item_of,
    set_in_review,
    sets_holding,
    waiting_set,
)
from .review_end import cancel_review
from .review_policy import common_workflow

NEW_TITLE = "New publication set"
"""The title of a set until somebody writes one."""


class ItemProblemError(ValidationError):
    """Why a set cannot be submitted: a problem of one thing in it."""

    def __init__(self, obj: Any, problem: str) -> None:
        super().__init__(f"{obj.full_name}: {problem}")
        self.obj = obj


@transaction.atomic
def make_set(
    person: User,
    title: str,
    change_note: str = "",
    objects: Iterable[DraftStateMixin] = (),
    job: str = "",
) -> PublicationSet:
    """Make a set of ``objects``: pages and moderated snippets whose latest drafts are to be published.

    ``title`` names it to colleagues, and to readers in the history of each page.
    ``change_note`` takes the place of the change note of each item; if it is empty, the
    items keep theirs. ``job`` is a ``PublicationSet.Job``. Raises as ``add`` does.
    """
    publication_set = PublicationSet.objects.create(
        title=title, change_note=change_note, made_by=person, job=job
    )
    if title != NEW_TITLE or change_note:
        add_author_of(publication_set, person)
    add(publication_set, person, objects)
    return publication_set


@transaction.atomic
def write_change_note(
    publication_set: PublicationSet, person: User, change_note: str
) -> None:
    if publication_set.change_note != change_note:
        publication_set.change_note = change_note
        publication_set.save(update_fields=["change_note"])
        add_author_of(publication_set, person)


@transaction.atomic
def add(
    publication_set: PublicationSet, person: User, objects: Iterable[DraftStateMixin]
) -> None:
    """Put ``objects`` into a set; a set that was submitted is reopened.

    Raises ``PermissionDenied`` if ``person`` may not edit one of them, and
    ``ValidationError`` if one is in another set, in moderation by itself, or approved
    for later, or if the set is published.
    """
    stored = _lock_unpublished(publication_set)
    locked = lock_rows(objects)
    holders = sets_holding(locked)
    added = [obj for obj in locked if holders.get(obj) != stored]
    for obj in locked:
        if not may_edit(obj, person):
            raise PermissionDenied
        if obj in added and (obstacle := obstacle_to_adding(obj, holders.get(obj))):
            raise ValidationError(f"{obj.full_name}: {obstacle}")
    if added and not stored.is_open:
        reopen(
            stored,
            f"Added: {join_as_in_a_sentence([obj.full_name for obj in added])}.",
            person,
        )
    SetItem.objects.bulk_create(
        SetItem(publication_set=stored, **object_key(obj)) for obj in added
    )
    publication_set.refresh_from_db()


def obstacle_to_adding(obj: Any, holder: PublicationSet | None) -> str:
    """Say why ``obj`` cannot be put into a set; empty if it can.

    ``holder`` is the set that it is in.
    """
    if holder:
        return f"It is in the set “{holder}”."
    if obj.workflow_in_progress:
        return "It is in moderation on its own. Withdraw the submission first."
    return "It is already approved and scheduled." if obj.approved_schedule else ""


@transaction.atomic
def remove(
    publication_set: PublicationSet, person: User, objects: Iterable[DraftStateMixin]
) -> None:
    """Take ``objects`` out, as drafts, which reopens a submitted set, or raise ``PermissionDenied``."""
    stored = _lock_unpublished(publication_set)
    for obj in lock_rows(objects):
        item = stored.items.filter(**object_key(obj)).first()
        if not item:
            continue
        if not may_edit(obj, person):
            raise PermissionDenied
        reopen(stored, f"Taken out: {obj.full_name}.", person)
        item.delete()
    publication_set.refresh_from_db()


@transaction.atomic
def submit(publication_set: PublicationSet, person: User) -> None:
    """Submit all of a set, or raise ``PermissionDenied``, or ``ValidationError`` with all that is missing."""
    stored = _lock_unpublished(publication_set)
    objects = _lock_objects_to_submit(stored, person)
    drafts = [_draft_to_submit(obj, stored) for obj in objects]
    _check_drafts(drafts, person)
    workflow = common_workflow(drafts)
    if not workflow:
        raise ValidationError(
            "No one has been set up to approve this. Ask a site administrator."
        )
    writers = set(authors_of_set(stored).values_list("user_id", flat=True))
    for draft in drafts:
        if review := draft.current_workflow_state:
            cancel_review(review, ReviewEnd.SUBMITTED_AGAIN, person)  # it was sent back
        # Readers see the title, the note and the moment: who chose them is an author of
        # each.
        add_authors(draft, writers, draft.save_revision(user=person))
    # Before the reviews begin: they are known as parts of one from their first email
    # on.
    stored.change_state(PublicationSet.State.IN_REVIEW)
    for draft in drafts:
        review = workflow.start(draft, person)
        stored.items.filter(**object_key(draft)).update(review=review)
    record_decision(
        AuditLogEntry.Action.SUBMITTED,
        obj=stored,
        user=person,
        reason=stored.change_note,
    )
    publication_set.refresh_from_db()


def _lock_objects_to_submit(
    stored: PublicationSet, person: User
) -> list[DraftStateMixin]:
    if not stored.is_open:
        raise ValidationError("This set is already in moderation.")
    if stored.title == NEW_TITLE:
        raise ValidationError(
            "Enter a title. Readers can see it in the history of each page."
        )
    objects = lock_rows(stored.objects_in_order())
    if not objects:
        raise ValidationError("This set is empty.")
    if not all(may_edit(obj, person) for obj in objects):
        raise PermissionDenied
    return objects


@transaction.atomic
def withdraw(publication_set: PublicationSet, person: User) -> None:
    """Take a submitted set back from approval, as drafts, or raise ``PermissionDenied``."""
    stored = lock_set(publication_set.pk)
    if not may_withdraw(stored, person):
        raise PermissionDenied
    _open_again(stored, AuditLogEntry.Action.WITHDRAWN, person)
    publication_set.refresh_from_db()


@transaction.atomic
def discard(publication_set: PublicationSet, person: User) -> None:
    """Delete an open set, keep its drafts; raise ``PermissionDenied`` if ``person`` may not edit all."""
    stored = lock_set(publication_set.pk)
    if not stored.is_open or not all(
        may_edit(obj, person) for obj in stored.objects_in_order()
    ):
        raise PermissionDenied
    authors_of_set(stored).delete()
    stored.delete()


def may_withdraw(publication_set: PublicationSet, person: User) -> bool:
    """Return True if ``person`` may take it back: as its author, or once approved as who cancels schedules."""
    if publication_set.state == PublicationSet.State.WAITING:
        return roles.may_take_down(person) or roles.is_site_administrator(person)
    if (
        publication_set.state != PublicationSet.State.IN_REVIEW
        or not roles.has_any_role(person)
    ):
        return False
    authors = map(authors_since_publication, publication_set.objects_in_order())
    return person.pk == publication_set.made_by_id or any(
        person.pk in author for author in authors
    )


def _lock_unpublished(publication_set: PublicationSet) -> PublicationSet:
    stored = lock_set(publication_set.pk)
    if stored.state == PublicationSet.State.PUBLISHED:
        raise ValidationError("This set has been published. Create a new one.")
    return stored


def _draft_to_submit(obj: Any, publication_set: PublicationSet) -> Any:
    draft = obj.get_latest_revision_as_object()
    if publication_set.change_note.strip():
        draft.change_note = publication_set.change_note
    draft.go_live_at = publication_set.go_live_at
    return draft


def _check_drafts(drafts: list[Any], person: User) -> None:
    problems = []
    for draft in drafts:
        messages = _problems(draft, person)
        problems += [ItemProblemError(draft, message) for message in messages]
    if problems:
        raise ValidationError(problems)


def _problems(draft: Any, person: User) -> list[str]:
    if not draft.has_unpublished_changes:
        return ["Nothing has changed. Edit it, or remove it from the set."]
    if draft.workflow_in_progress or draft.approved_schedule:
        return ["It is in moderation on its own, or already approved."]
    if (lock := draft.get_lock()) and lock.for_user(person):
        return ["Someone has locked it."]
    problems: list[str] = []
    checks = (
        type(draft).full_clean,
        check_for_publication,
        check_expiry,
        *CHECKS_OF_SUBMISSIONS,
    )
    for check in checks:
        try:
            check(draft)
        except ValidationError as error:
            problems += error.messages
    return list(dict.fromkeys(problems))


set_reopened = Signal()
"""The review of a set has ended: ``publication_set`` and ``people``.

``emails/`` listens.
"""


def reopen_set_of(obj: DraftStateMixin, because: str, user: User | None = None) -> bool:
    """Reopen the set that ``obj`` is in, if it was submitted, and tell its people; return whether it was."""
    publication_set = set_in_review(obj)
    if publication_set:
        reopen(publication_set, f"{because}: {obj.full_name}.", user)
    return bool(publication_set)


def set_published_now(
    obj: DraftStateMixin, revision: Revision
) -> PublicationSet | None:
    """Return the set that is being published and of which ``revision`` of ``obj`` is a part.

    Raises ``PublicationRefusedError`` if the revision belongs to a set that is not:
    nothing of a set becomes public without the rest. If another revision of an item is
    published, its set is reopened.
    """
    item = item_of(obj)
    if not item or item.publication_set.is_open:
        return None
    if item.publication_set.state == PublicationSet.State.PUBLISHED:
        return item.publication_set
    if item.revision_id == revision.pk:
        raise PublicationRefusedError(
            f"“{obj}” is in the publication set “{item.publication_set}” and can only be published "
            "with the set."
        )
    reopen_set_of(obj, "Published by itself")
    return None


def reopen(
    publication_set: PublicationSet, because: str, user: User | None = None
) -> None:
    """End the review or the wait of a submitted set and tell its people: its items are drafts again."""
    if lock_set(publication_set.pk).state not in PublicationSet.SUBMITTED:
        return
    people = User.objects.filter(pk__in=_people_of(publication_set), is_active=True)
    people = people.exclude(pk=user.pk) if user else people
    _open_again(publication_set, AuditLogEntry.Action.REOPENED, user, because)
    set_reopened.send(PublicationSet, publication_set=publication_set, people=people)


def _open_again(
    publication_set: PublicationSet,
    action: AuditLogEntry.Action,
    user: User | None = None,
    because: str = "",
) -> None:
    """Cancel the reviews and the schedules of a submitted set, which is locked, and log it."""
    reviews = [
        item.review
        for item in publication_set.items.select_related("review")
        if item.review
    ]
    objects = publication_set.objects_in_order()
    # First, so that the end of one review does not reopen the set again.
    publication_set.change_state(PublicationSet.State.OPEN)
    publication_set.items.update(review=None)
    for review in reviews:
        review.refresh_from_db()
        if not review.is_active:
            continue
        if action == AuditLogEntry.Action.WITHDRAWN:
            review.cancel(user=user)
        else:
            cancel_review(review, ReviewEnd.SET_CHANGED, user)
    for obj in objects:
        cancel_schedule(obj, user)
    record_decision(action, obj=publication_set, user=user, reason=because)


def _people_of(publication_set: PublicationSet) -> set[int]:
    people: set[int | None] = {publication_set.made_by_id}
    for obj in publication_set.objects_in_order():
        people |= authors_since_publication(obj)
    for item in publication_set.items.select_related("review"):
        if item.review:
            people.add(item.review.requested_by_id)
            people.update(
                item.review.successful_task_states.values_list("finished_by", flat=True)
            )
    return {person for person in people if person}


@receiver(workflow_cancelled)
def reopen_with_cancelled_review(
    instance: WorkflowState, user: User | None, **kwargs: Any
) -> None:
    """Reopen the set when the review of one of its items ends: the rest is not published without it."""
    obj = instance.content_object
    if obj and SetItem.objects.filter(review=instance).exists():
        reopen_set_of(getattr(obj, "specific", obj), "No longer in moderation", user)


@receiver(pre_save, sender=Revision)
def end_cancelled_schedule(
    sender: type[Revision],
    instance: Revision,
    update_fields: Iterable[str] | None,
    **kwargs: Any,
) -> None:
    """Log that a schedule is cancelled, and reopen its set: Wagtail then saves nothing but an empty time."""
    if (
        update_fields != {"approved_go_live_at"}
        or instance.approved_go_live_at is not None
    ):
        return
    obj = instance.content_object
    scheduled = sender.objects.exclude(approved_go_live_at=None)
    with transaction.atomic():
        if obj:
            # Lock it before the revision, in the order of publishing.
            lock_row(obj)
        if scheduled.filter(pk=instance.pk).update(approved_go_live_at=None):
            record_decision(
                AuditLogEntry.Action.UNSCHEDULED, obj=obj, revision=instance.pk
            )
            if publication_set := waiting_set(instance):
                reopen(publication_set, f"No longer scheduled: {obj.full_name}.")


@receiver(draft_deleted)
def leave_set_of_deleted_draft(obj: DraftStateMixin, **kwargs: Any) -> None:
    SetItem.objects.filter(**object_key(obj)).delete()


def cancel_schedule(obj: Any, user: User | None) -> None:
    """Take back the time at which an approved revision of ``obj`` would be published, and log it."""
    scheduled = obj.revisions.filter(approved_go_live_at__isnull=False)
    if scheduled.update(approved_go_live_at=None):
        record_decision(AuditLogEntry.Action.UNSCHEDULED, obj=obj, user=user)
