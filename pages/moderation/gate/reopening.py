"""What ends the review of a publication set, or its wait for publication: approvals were for what it was."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_save, pre_delete
from django.dispatch import Signal, receiver
from wagtail.models import DraftStateMixin, Revision, WorkflowState
from wagtail.signals import workflow_cancelled

from .authors import authors_since_publication
from .decision import Decision, object_key, record_decision
from .guards import PublicationRefusedError
from .locks import lock_set
from .publication_set import PublicationSet, SetItem, set_in_review
from .schedule import waiting_set

set_reopened = Signal()
"""The review of a set has ended: ``publication_set`` and ``people``. ``mails/`` listens."""

SUBMITTED_STATES = (PublicationSet.State.IN_REVIEW, PublicationSet.State.WAITING)


def reopen_set_of(obj: DraftStateMixin, because: str, user: User | None = None) -> bool:
    """Reopen the set that ``obj`` is in, if it was submitted, and tell its people; return whether it was."""
    publication_set = set_in_review(obj)
    if publication_set:
        reopen(publication_set, f"{because}: {obj.full_name}.", user)
    return bool(publication_set)


def set_published_now(obj: DraftStateMixin, revision: Revision) -> PublicationSet | None:
    """Return the set that is being published and of which ``revision`` of ``obj`` is a part.

    Raises ``PublicationRefusedError`` if the revision belongs to a set that is not: nothing of a set becomes
    public without the rest. If another revision of an item is published, its set is reopened.
    """
    item = SetItem.objects.of(obj).first()
    if not item or item.publication_set.is_open:
        return None
    if item.publication_set.state == PublicationSet.State.PUBLISHED:
        return item.publication_set
    if item.revision_id == revision.pk:
        raise PublicationRefusedError(
            f"“{obj}” is in the publication set “{item.publication_set}”, and is published with all of it."
        )
    reopen_set_of(obj, "Published by itself")
    return None


def reopen(publication_set: PublicationSet, because: str, user: User | None = None) -> None:
    """End the review of a submitted set, or its wait, because something changed; tell its people once.

    Every approval lapses, and its items are drafts again. Needs a transaction.
    """
    if lock_set(publication_set.pk).state not in SUBMITTED_STATES:
        return
    people = _people_of(publication_set)
    if open_again(publication_set, Decision.Action.REOPENED, user, because):
        others = people - ({user.pk} if user else set())
        found = get_user_model().objects.filter(pk__in=others, is_active=True)
        set_reopened.send(PublicationSet, publication_set=publication_set, people=found)


def open_again(
    publication_set: PublicationSet, action: Decision.Action, user: User | None = None, because: str = ""
) -> bool:
    """Cancel the reviews and the schedules of a submitted set, log it, and return whether it was one."""
    if lock_set(publication_set.pk).state not in SUBMITTED_STATES:
        return False
    reviews = [item.review for item in publication_set.items.select_related("review") if item.review]
    objects = publication_set.objects_in_order()
    # First, so that the end of one review does not reopen the set again.
    publication_set.change_state(PublicationSet.State.OPEN)
    publication_set.items.update(review=None)
    for review in reviews:
        review.refresh_from_db()
        if review.is_active:
            review.cancel(user=user)
    for obj in objects:
        if obj.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None):
            record_decision(Decision.Action.UNSCHEDULED, obj=obj, user=user)
    record_decision(action, obj=publication_set, user=user, reason=because)
    return True


def _people_of(publication_set: PublicationSet) -> set[int]:
    """Return the ids of those who wrote or submitted what is in the set, or decided about it."""
    people: set[int | None] = {publication_set.made_by_id}
    for obj in publication_set.objects_in_order():
        people |= authors_since_publication(obj)
    for item in publication_set.items.select_related("review"):
        if item.review:
            people.add(item.review.requested_by_id)
            people.update(item.review.successful_task_states.values_list("finished_by", flat=True))
    return {person for person in people if person}


@receiver(workflow_cancelled)
def reopen_with_cancelled_review(instance: WorkflowState, user: User | None, **kwargs: Any) -> None:
    """Reopen the set when the review of one of its items ends: the rest is not published without it."""
    obj = instance.content_object
    if obj and SetItem.objects.filter(review=instance).exists():
        reopen_set_of(getattr(obj, "specific", obj), "No longer in review", user)


@receiver(post_save, sender=Revision)
def reopen_with_cancelled_schedule(
    instance: Revision, update_fields: Iterable[str] | None, **kwargs: Any
) -> None:
    """Reopen the set when the schedule of one of its items is cancelled: Wagtail then saves only that."""
    is_cancelled = update_fields == {"approved_go_live_at"} and instance.approved_go_live_at is None
    if is_cancelled and (publication_set := waiting_set(instance)):
        with transaction.atomic():
            reopen(publication_set, f"No longer scheduled: {instance.content_object.full_name}.")


@receiver(pre_delete)
def leave_set_of_deleted_object(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Take an object that is deleted out of its set, and reopen the set."""
    if isinstance(instance, DraftStateMixin):
        specific: Any = getattr(instance, "specific", instance)
        reopen_set_of(specific, "Deleted")
        SetItem.objects.filter(**object_key(instance)).delete()
