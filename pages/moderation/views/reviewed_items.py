"""What a review is about, item by item: a page or snippet, what changes in it, and who wrote it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.text import capfirst
from wagtail.models import Page, Revision, TaskState

from pages.core.moments import moment_in_words
from pages.moderation.approval import roles
from pages.moderation.approval.agreement import RecordedAgreement, agreements_to
from pages.moderation.approval.audit_log import AuditLogEntry
from pages.moderation.approval.authors import authors_since_publication
from pages.moderation.approval.publication_set import PublicationSet, is_for_later
from pages.moderation.approval.removals import describe_removal, removal_of
from pages.moderation.approval.roles import StaffRequest
from pages.moderation.approval.versions import PublishedVersion
from pages.moderation.personal_details import PersonalDetail, find_personal_details

from .comments import CommentForm, shown_comments
from .open_reviews import open_task_state

SHOWN_APART = "change_note"
"""A field that the screen shows among the facts: what it was at the last publication says nothing."""


@dataclass
class ChangedField:
    """A field that differs from what is live."""

    name: str
    comparison: Any


def reviewed_items(
    state: TaskState,
    obj: Any,
    publication_set: PublicationSet | None,
    request: StaffRequest,
) -> list["ReviewedItem"]:
    """Return what is reviewed with ``obj``, whose step is ``state``; nothing if a part has just moved on."""
    if not publication_set:
        return [ReviewedItem(state, obj, request)]
    objects = publication_set.objects_in_order()
    steps = [obj.current_workflow_task_state for obj in objects]
    if not all(steps):
        return []
    pairs = zip(steps, objects, strict=True)
    return [
        ReviewedItem(open_task_state(step.pk), obj, request, f"-{step.pk}")
        for step, obj in pairs
    ]


class ReviewedItem:
    """One page or snippet of a review. The review of a set shows several."""

    def __init__(
        self, state: TaskState, obj: Any, request: StaffRequest, suffix: str = ""
    ) -> None:
        """``suffix`` is what the names of its elements end in, so that no two on a screen are the same."""
        self.state = state
        self.object = obj
        self.request = request
        self.suffix = suffix
        # At once, and without reading the object again, which may be deleted meanwhile.
        self.draft = obj.with_content_json(state.revision.content)

    @property
    def name(self) -> str:
        return self.object.full_name

    @property
    def revision(self) -> str:
        return str(self.state.revision_id)

    @property
    def goes_live(self) -> str:
        if is_for_later(self.draft):
            return moment_in_words(self.draft.go_live_at)
        return "When approved"

    @property
    def expires(self) -> str:
        """When it goes away by itself; empty if it stays."""
        if self.draft.expire_at:
            return moment_in_words(self.draft.expire_at)
        return ""

    @cached_property
    def personal_details(self) -> list[PersonalDetail]:
        """What may be personal data in it, and is not public yet."""
        return find_personal_details(self.draft)

    @cached_property
    def approvals(self) -> list[tuple[str, str, TaskState]]:
        approved = self.state.workflow_state.successful_task_states.filter(
            status=TaskState.STATUS_APPROVED
        )
        states = approved.select_related("finished_by", "task").order_by(
            "finished_at", "pk"
        )
        return [
            (state.task.name, roles.display_name(state.finished_by) or "–", state)
            for state in states
        ]

    @cached_property
    def authors(self) -> list[str]:
        return [
            *map(
                roles.display_name,
                User.objects.filter(pk__in=authors_since_publication(self.object)),
            )
        ]

    @cached_property
    def agreements(self) -> list[tuple[Any, RecordedAgreement | None]]:
        """The organisations in whose name it says something new, each with its agreement."""
        return agreements_to(self.draft, self.state.revision_id)

    @cached_property
    def removal(self) -> AuditLogEntry | None:
        """What took it down or let it expire; None if it is public or never was."""
        return removal_of(self.object)

    @cached_property
    def public_text(self) -> Any:
        """What is public, or was until it went; None if nothing was or if that text is not kept."""
        if self.object.live:
            return self.object
        # While nothing is public, Wagtail's editor writes drafts over the stored row.
        if not self.removal:
            return None
        version = PublishedVersion.objects.for_object(self.object).first()
        if not version:
            return None
        revision = Revision.objects.filter(pk=version.revision_id).first()
        return revision.as_object() if revision else None

    @cached_property
    def _comparisons(self) -> dict[str, Any]:
        if self.public_text is None:
            return {}
        return compare(self.object, self.public_text, self.draft, self.request)

    @cached_property
    def changed(self) -> list[ChangedField]:
        return changed_fields(self._comparisons.values())

    @property
    def unchanged(self) -> list[str]:
        changed = {part.name for part in self.changed}
        return [
            str(comparison.field_label())
            for name, comparison in self._comparisons.items()
            if name not in changed
        ]

    def has_comment(self, data: QueryDict) -> bool:
        """Return True if someone has entered a comment on it."""
        # The form itself is made only if so: it compares every field with its public
        # version.
        return bool(data.get(f"text{self.suffix}", "").strip())

    def comment_form_of(self, data: Any = None) -> CommentForm:
        """Return the form for a comment, which is a part of the form of the decision."""
        return CommentForm(
            self.object, self.changed, data, self.suffix, form_id="decision"
        )

    def offer_comments(self, typed: CommentForm | None) -> None:
        """Show the open comments and an empty form, or what was ``typed`` and is not added yet."""
        self.comment_form = typed or self.comment_form_of()
        self.comments = shown_comments(self.object)


def describe_removals(items: list[ReviewedItem]) -> list[tuple[str, str, list[str]]]:
    """Return how ``items`` went that are not public any more: in words, the reason, and their names.

    What went at once is described once. There are no names if this is about all of
    ``items``.
    """
    names: dict[tuple[str, str], list[str]] = {}
    for item in items:
        if item.removal:
            key = describe_removal(item.removal), item.removal.reason
            names.setdefault(key, []).append(item.name)
    removals = []
    for (description, reason), removed in names.items():
        shown = [] if len(removed) == len(items) else removed
        removals.append((description, reason, shown))
    return removals


def compare(obj: Any, before: Any, after: Any, request: StaffRequest) -> dict[str, Any]:
    """Return Wagtail's comparisons of ``before`` and ``after``, two texts of ``obj``, by field."""
    owner = obj if isinstance(obj, Page) else type(obj).snippet_viewset
    panel = owner.get_edit_handler().get_bound_panel(
        instance=obj, request=request, form=None
    )
    comparisons = {}
    for compared in panel.get_comparison():
        comparison = compared(before, after)
        name = field_name(comparison)
        if name != SHOWN_APART:
            comparisons[name] = comparison
    return comparisons


def changed_fields(comparisons: Iterable[Any]) -> list[ChangedField]:
    """Return those of Wagtail's ``comparisons`` in which something differs, with the names of their fields."""
    changed = []
    for comparison in comparisons:
        if comparison.has_changed():
            changed.append(ChangedField(field_name(comparison), comparison))
    return changed


def field_name(comparison: Any) -> str:
    compared = comparison.field
    if comparison.is_child_relation:
        return compared.get_accessor_name()
    return compared.name


SAYS_NOTHING = {"", "None", "False"}
"""How Wagtail shows what is empty, or a box that is not ticked."""


def changed_children(comparison: Any, *, is_whole: bool = False) -> str:
    """Show the children that differ, from Wagtail's ``comparison`` of a relation, in order.

    If ``is_whole``, what they belong to was added or taken out with all of them.
    """
    last_place = 0
    children = []
    for child in comparison.get_child_comparisons():
        # As Wagtail’s styles name them.
        what = in_words = ""
        if child.is_addition() and not is_whole:
            what = "addition"
            in_words = "new"
        elif child.is_deletion() and not is_whole:
            what = "deletion"
            in_words = "taken out"
        place = 0
        if what != "deletion":
            place = last_place = last_place + 1
        parts = list(_changed_parts(child, is_whole=is_whole or bool(what)))
        if is_whole or what or parts or child.get_position_change():
            children.append(
                {
                    "name": _name(child, place),
                    "what": what,
                    "in_words": in_words if what or parts else "moved",
                    "parts": parts,
                }
            )
    if not children:
        return ""
    return render_to_string("moderation/changed_children.html", {"children": children})


def _name(child: Any, number: int) -> str:
    """Return what the child is called: “Action 2: Train every officer”."""
    obj = child.obj_b or child.obj_a
    name = capfirst(f"{obj._meta.verbose_name} {number or ''}".strip())
    title = getattr(obj, "title", "")
    return f"{name}: {title}" if title else name


def _changed_parts(child: Any, *, is_whole: bool) -> Iterator[tuple[str, str]]:
    """Yield the label of each field of a child, or of children of its own, with what differs."""
    for part in child.get_field_comparisons():
        label = str(part.field_label())
        if part.is_child_relation:
            if children := changed_children(part, is_whole=is_whole):
                yield label, children
        elif is_whole or part.has_changed():
            difference = part.htmldiff()
            if not is_whole or strip_tags(difference).strip() not in SAYS_NOTHING:
                yield label, difference
