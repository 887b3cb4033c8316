"""What somebody typed on the review screen while somebody else ended the review, and how it ended."""

from typing import Any

from django.http import QueryDict
from wagtail.admin.compare import text_from_html
from wagtail.models import TaskState

from pages.core.moments import moment_in_words
from pages.core.stored_links import parse_key
from pages.moderation.gate.texts import texts_of
from pages.moderation.gate.urgent import describe_second_reviewers
from pages.moderation.gate.versions import PublishedVersion

from .open_reviews import name_of_decider
from .reviewed_items import SuggestionForm

FIELDS = {"comment": "Comment on your decision", "text": "Your comment"}
"""The boxes of the screen that people type into, but for suggestions."""


def unsent_texts(sent: QueryDict, state: TaskState) -> list[tuple[str, str]]:
    """Return what was typed into each box of the review screen of ``state``, with the name of the box."""
    suffix = sent.get("item", "")  # names the item of a set by its step
    step = TaskState.objects.filter(pk=parse_key(suffix.removeprefix("-")) or state.pk).first() or state
    # Made from the draft alone, because the object may be deleted by now.
    model = step.revision.content_type.model_class()
    draft = model.from_serializable_data(step.revision.content, check_fks=False)
    typed = [(label, sent.get(name, "").strip()) for name, label in FIELDS.items()]
    number, texts = parse_key(sent.get("suggest")), texts_of(draft)
    if number is not None and number < len(texts):
        text = texts[number]
        wording = SuggestionForm(number, text, sent, suffix)["wording"].data or ""
        typed.append((str(text.field.label), text_from_html(wording) if text.is_rich else wording))
    return [(label, text) for label, text in typed if text]


def describe_end(state: TaskState, obj: Any) -> str:
    who = name_of_decider(state) or "Somebody"
    when = f" on {moment_in_words(state.finished_at, ' at ')}" if state.finished_at else ""
    if state.status == TaskState.STATUS_APPROVED:
        return f"{who} has approved this{when}."
    if state.status == TaskState.STATUS_REJECTED:
        return f"{who} has sent this back{when}."
    if obj and obj.workflow_in_progress:
        return "This has been changed since you opened it, and submitted again."
    return f"This has been withdrawn{when}."


def describe_outcome(decision: str, name: str, state: TaskState) -> str:
    """Say what became of ``name``, one page or a set, by a decision about its step ``state``."""
    if decision == "reject":
        return f"Sent back: {name}."
    found = state.workflow_state.content_object
    obj = type(found)._default_manager.get(pk=found.pk)
    obj = getattr(obj, "specific", obj)
    if obj.workflow_in_progress:
        return f"Approved: {name}. It went to the {obj.current_workflow_task.name.lower()}."
    if obj.live_revision_id == state.revision_id:
        version = PublishedVersion.objects.for_object(obj).awaiting_review().first()
        return f"Published: {name}." + (f" {describe_second_reviewers(version)}" if version else "")
    if obj.current_hold:
        return f"Approved: {name}. It waits for a hold to end: {obj.current_hold}."
    return f"Approved: {name}. It is published when its time comes."
