"""Statuses, positions and stages as a shape and a word, and due dates."""

from functools import cache, lru_cache

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from complaints.models.actions import DueDate
from complaints.register.state_counts import StatusCount
from complaints.vocabulary import (
    NO_STATUS_LABELS,
    ActionStatus,
    Knowledge,
    Stage,
    Status,
)
from pages.content.templatetags.rendering import SHAPE_SVGS, show_value

register = template.Library()

APPEARANCE = {
    # Positions of a respondent
    "awaiting": ("wait", "clock"),
    "accepted": ("good", "tick"),
    "accepted_in_part": ("part", "half"),
    "not_accepted": ("no", "cross"),
    "not_applicable": ("closed", "bar"),
    "nothing_to_add": ("none", "equal"),
    "mixed": ("part", "split"),
    # Statuses of an action
    **{status.value: (status.tone, status.shape) for status in ActionStatus},
    "overdue": ("late", "calendar"),
    "complete_late": ("good", "boxed"),
    # Not entered here
    "not_entered": ("none", "question"),
    # What inspectors say
    "awaiting_review": ("wait", "clock"),
    "no_further_action": ("good", "tick"),
}
"""Tone and shape of each position, status of an action and finding.

Those side by side differ in shape. The triangle is kept for cautions: no status has it.
"""
STAGE_APPEARANCE: dict[str, tuple[str, str]] = {
    Stage.RECEIVED: ("wait", "ring"),
    Stage.ELIGIBILITY: ("wait", "clock"),
    Stage.NOT_ELIGIBLE: ("wait", "bar"),
    Stage.INVESTIGATION: ("part", "half"),
    Stage.REPORT: ("part", "paper"),
    Stage.FOLLOW_UP: ("part", "arrow"),
    Stage.CLOSED: ("good", "tick"),
}
UNKNOWN_APPEARANCE = ("none", "question")


@register.simple_tag
@lru_cache(
    maxsize=1024, typed=True
)  # a long page has hundreds, mostly the same few; safe text stays apart
def state_label(state: str, label: str, count: int | None = None) -> SafeString:
    """Return ``label`` with the shape of ``state``, and ``count`` before it if given.

    ``state`` is any code in ``APPEARANCE``; others look unknown. It is no template
    because a long page has hundreds of labels, and templates would take a tenth of its
    time.
    """
    if count:
        label = f"{count} {label}"
    return _label(APPEARANCE.get(state, UNKNOWN_APPEARANCE), label, count)


@register.simple_tag
@lru_cache(maxsize=64)
def status_label(status: str, label: str = "", count: int | None = None) -> SafeString:
    """Return the status that readers are shown with its shape: its own label, or ``label``.

    An empty ``status`` is that of a recommendation for others. ``count`` stands before
    the words if given.
    """
    if not status:
        return _label(
            UNKNOWN_APPEARANCE, label or NO_STATUS_LABELS[Knowledge.STATED], count
        )
    known = Status(status)
    words = f"{count} {known.counted_words}" if count else label or known.label
    return _label((known.tone, known.shape), words, count)


@register.simple_tag
@lru_cache(maxsize=64)
def stage_label(stage: str, label: str) -> SafeString:
    """Return the stage of a super-complaint with its shape."""
    return _label(STAGE_APPEARANCE.get(stage, UNKNOWN_APPEARANCE), label)


def _label(
    appearance: tuple[str, str], words: str, count: int | None = None
) -> SafeString:
    tone, shape_name = appearance
    counted = " status--count" if count else ""
    shape = SHAPE_SVGS[shape_name]
    return format_html(
        '<span class="status status--{}{}">{}{}</span>', tone, counted, shape, words
    )


@register.simple_tag
def count_link(count: StatusCount, about: str = "") -> SafeString:
    """Return the number with one status as a link to the list of those; ``about`` says of what they are.

    It is no template for the same reason: a register has a hundred of these links.
    """
    label = status_label(count.status, "", count.number)
    if not about:
        return format_html('<a href="{}">{}</a>', count.address, label)
    named = '<a href="{}" aria-label="{} {}: {}">{}</a>'
    return format_html(
        named, count.address, count.number, count.status.counted_words, about, label
    )


@register.simple_tag
@cache
def status_link(status: str, label: str) -> SafeString:
    """Return the label of ``status`` as a link to what it means."""
    return format_html(
        '<a class="state__link" href="{}#{}" aria-label="{}: what this status means">{}</a>',
        reverse("statuses"),
        status or "for_others",
        label,
        status_label(status or "", label),
    )


@register.simple_tag
def due_date(due: DueDate) -> SafeString | str:
    """Return the date by which an action is due; it is no template for the same reason."""
    words = f"“{due.due_words}”" if due.due_words else ""
    if not due.due:
        return "No date can be given" if due.no_date else words
    calculated = " (we calculated this date)" if due.worked_out else ""
    in_its_words = f", in its words {words}" if words else ""
    return format_html("{}{}{}", show_value(due.due), calculated, in_its_words)
