"""Publication sets, which are reviewed and published as one, and what is due with what."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Revision, WorkflowState

from pages.core.grouping import keys_of
from pages.core.moments import moment_in_words

from .audit_log import model_label, object_key


class PublicationSet(models.Model):
    """Pages and snippets with one change note, one review and one moment of publication.

    Its items are reviewed by Wagtail's workflow, each by a workflow state of its own.
    What is decided, is decided about all of them in one transaction. So a page that is
    in no set is treated as a set of one.
    """

    class State(models.TextChoices):
        """How far a set is."""

        OPEN = "open", "In preparation"
        IN_REVIEW = "in_review", "In moderation"
        WAITING = "waiting", "Scheduled"
        PUBLISHED = "published", "Published"

    class Job(models.TextChoices):
        """What a screen that saves many drafts makes a set for."""

        RESPONSE = "response", "New super-complaint"
        ROUND = "round", "Update round"

    SUBMITTED = (State.IN_REVIEW, State.WAITING)
    """In moderation, or approved and not yet published."""

    title = models.CharField(
        max_length=200, help_text="Readers can see it in the history of each page."
    )
    change_note = models.TextField(
        blank=True,
        default="",
        help_text="For the public: what you changed, and why. It replaces the change notes of the items. "
        "Leave blank to keep those.",
    )
    go_live_at = models.DateTimeField(
        null=True,
        blank=True,
        verbose_name="go live date/time",
        help_text="Leave blank to publish when approved.",
    )
    state = models.CharField(
        max_length=20, choices=State, default=State.OPEN, editable=False
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    job = models.CharField(
        max_length=20, choices=Job, blank=True, default="", editable=False
    )
    """Blank if somebody created it on the screen of the sets: no job puts its drafts there."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Return True if it can be changed without ending a review."""
        return self.state == self.State.OPEN

    def change_state(self, state: State) -> None:
        self.state = state
        self.save(update_fields=["state"])

    def objects_in_order(self) -> list[Any]:
        """Return what is in it, in order of publication: snippets, then pages from the top of the tree."""
        parts = self.versions if self.published_at else self.items
        return stored_objects(parts.all())

    def reviews_in_order(self) -> list[WorkflowState]:
        """Return the reviews of its items as they are now, in the order of their publication."""
        step = "review__current_task_state__"
        items = self.items.select_related(f"{step}revision", f"{step}workflow_state")
        by_key = {(item.model, item.object_id): item.review for item in items}
        keys = list(map(object_key, self.objects_in_order()))
        return [by_key[key["model"], key["object_id"]] for key in keys]


class SetItem(models.Model):
    """A page or snippet in a set.

    The row is deleted when the set is published: versions name it then.
    """

    publication_set = models.ForeignKey(
        PublicationSet, on_delete=models.CASCADE, related_name="items"
    )
    model = models.CharField(max_length=100)
    object_id = models.CharField(max_length=255)
    review = models.ForeignKey(
        WorkflowState,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Its part of the review of the set, from the submission on.",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id"], name="in_one_set_at_most"
            )
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.model} {self.object_id} in {self.publication_set}"

    @property
    def revision_id(self) -> int | None:
        step = self.review.current_task_state if self.review else None
        return step.revision_id if step else None


def item_of(obj: Model) -> SetItem | None:
    """Return the item for ``obj``, with its set and its part of the review."""
    items = SetItem.objects.select_related(
        "publication_set", "review__current_task_state"
    )
    return items.filter(**object_key(obj)).first()


def publication_order(obj: Any) -> tuple[int, str, Any]:
    """Return by what things are put in the order in which they are locked and published."""
    if isinstance(obj, Page):
        return (1, "", obj.path)
    return (0, obj._meta.label_lower, obj.pk)


def stored_objects(items: Iterable[Any]) -> list[Any]:
    """Return what rows such as items are about, each once, in the order of publication."""
    keys = defaultdict(list)
    for item in items:
        keys[item.model].append(item.object_id)
    objects: list[Any] = []
    for label, object_ids in keys.items():
        model: Any = apps.get_model(label)
        stored = model._base_manager.filter(pk__in=object_ids)
        if model is Page:
            stored = Page.objects.filter(pk__in=object_ids).specific()
        objects += stored
    return sorted(objects, key=publication_order)


def sets_holding(objects: Iterable[Any]) -> dict[Any, PublicationSet]:
    """Return the set of each of ``objects`` that is in one, submitted or not."""
    objects = list(objects)
    items = SetItem.objects.filter(object_id__in=keys_of(objects)).select_related(
        "publication_set"
    )
    sets = {(item.model, item.object_id): item.publication_set for item in items}
    holding = {}
    for obj in objects:
        key = (model_label(obj), str(obj.pk))
        if key in sets:
            holding[obj] = sets[key]
    return holding


def set_holding(obj: Model) -> PublicationSet | None:
    """Return the set that ``obj`` is in, if any: what is published leaves its set."""
    item = item_of(obj)
    return item.publication_set if item else None


def set_in_review(obj: Model) -> PublicationSet | None:
    """Return the set that ``obj`` is in, if it is submitted and not yet published."""
    found = set_holding(obj)
    if found and found.state in PublicationSet.SUBMITTED:
        return found
    return None


def is_for_later(draft: Any) -> bool:
    """Return True if the time of publication of ``draft``, a page, a snippet or a set, has not come."""
    return bool(draft.go_live_at and draft.go_live_at > timezone.now())


def go_live_in_words(revision: Revision) -> str:
    """Return when ``revision`` goes live, in Europe/London; empty if that is when it is approved."""
    moment = parse_datetime(revision.content.get("go_live_at") or "")
    if moment and moment > timezone.now():
        return moment_in_words(moment)
    return ""


def due_revisions() -> QuerySet[Revision]:
    """Return the approved revisions whose time of publication has come, earliest first."""
    return Revision.objects.filter(approved_go_live_at__lte=timezone.now()).order_by(
        "approved_go_live_at"
    )


def is_due(revision: Revision) -> bool:
    return due_revisions().filter(pk=revision.pk).exists()


def waiting_set(revision: Revision) -> PublicationSet | None:
    """Return the approved set that ``revision`` is published with, if it belongs to one."""
    obj = revision.content_object
    item = item_of(obj) if obj else None
    is_part = item and item.publication_set.state == PublicationSet.State.WAITING
    if item and is_part and item.revision_id == revision.pk:
        return item.publication_set
    return None


def published_with(revision: Revision) -> tuple[list[Revision], PublicationSet | None]:
    """Return the revisions that are published together with ``revision``, and their set, if it has one."""
    publication_set = waiting_set(revision)
    reviews = publication_set.reviews_in_order() if publication_set else []
    return [review.current_task_state.revision for review in reviews] or [
        revision
    ], publication_set


def first_due_revisions() -> list[Revision]:
    return _one_of_each_set(due_revisions())


def scheduled_revisions() -> list[Revision]:
    """Return the approved revisions that are not public yet, the earliest first, and of each set only one."""
    scheduled = Revision.objects.filter(approved_go_live_at__isnull=False)
    return _one_of_each_set(scheduled.order_by("approved_go_live_at", "pk"))


def _one_of_each_set(revisions: QuerySet[Revision]) -> list[Revision]:
    first: dict[Any, Revision] = {}
    for revision in revisions:
        first.setdefault(waiting_set(revision) or revision, revision)
    return list(first.values())
