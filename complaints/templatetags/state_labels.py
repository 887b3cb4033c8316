"""States, positions and stages as a shape and a word, and promised dates."""

from functools import cache, lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from complaints.models.actions import DueDate
from complaints.vocabulary import State
from pages.content.templatetags.rendering import SHAPE_SVGS, show_value

register = template.Library()

APPEARANCE = {
    # Positions of a respondent
    "awaiting": ("wait", "clock"),
    "accepted": ("good", "tick"),
    "accepted_in_part": ("part", "half"),
    "not_accepted": ("no", "cross"),
    "not_applicable": ("closed", "bar"),
    "answered_by_other": ("closed", "arrow"),
    "nothing_to_add": ("none", "equal"),
    # Statuses of an action
    "not_started": ("wait", "ring"),
    "in_progress": ("part", "half"),
    "complete": ("good", "tick"),
    "superseded": ("closed", "arrow"),
    "overdue": ("late", "alert"),
    # Further states of a recommendation
    "not_answered": ("wait", "empty"),
    "not_stated": ("none", "question"),
    "no_actions": ("wait", "lines"),
    "reopened": ("part", "return"),
    "deadline_passed": ("passed", "flag"),
    "complete_late": ("good", "boxed"),
    "mixed": ("part", "split"),
    # External assurance
    "awaiting_review": ("wait", "clock"),
    "no_further_action": ("good", "tick"),
    # Stages of a super-complaint
    "received": ("wait", "ring"),
    "eligibility": ("wait", "clock"),
    "not_eligible": ("wait", "bar"),
    "investigation": ("part", "half"),
    "report": ("part", "paper"),
    "follow_up": ("part", "arrow"),
    "closed": ("good", "tick"),
}
"""Tone and shape of each state. States that can stand side by side differ in shape."""
UNKNOWN_APPEARANCE = ("none", "question")


@register.simple_tag
@lru_cache(maxsize=1024, typed=True)  # a long page has hundreds, mostly the same few; safe text stays apart
def state_label(state: str, label: str, count: int | None = None) -> SafeString:
    """Return ``label`` with the shape of ``state``, and ``count`` before it if given.

    ``state`` is any code in ``APPEARANCE``; others look unknown. It is no template because a long page has
    hundreds of labels, and templates would take a tenth of its time.
    """
    tone, shape_name = APPEARANCE.get(state, UNKNOWN_APPEARANCE)
    counted, words = (" status--count", f"{count} {label}") if count else ("", label)
    shape = SHAPE_SVGS[shape_name]
    return format_html('<span class="status status--{}{}">{}{}</span>', tone, counted, shape, words)


@register.simple_tag
def count_link(count: Any, about: str = "") -> SafeString:
    """Return the number in one state as a link to the list of those; ``about`` says of what they are.

    It is no template for the same reason: a register has a hundred of these links.
    """
    words = count.state.label.lower()
    label = state_label(count.state, words, count.number)
    if not about:
        return format_html('<a href="{}">{}</a>', count.address, label)
    named = '<a href="{}" aria-label="{} {} of {}">{}</a>'
    return format_html(named, count.address, count.number, words, about, label)


@register.simple_tag
@cache
def state_link(state: State) -> SafeString:
    """Return the label of ``state`` as a link to what it means."""
    return format_html(
        '<a class="state__link" href="{}#{}" aria-label="What this status means: {}">{}</a>',
        reverse("statuses"),
        state,
        state.label,
        state_label(state, state.label),
    )


@register.simple_tag
def due_date(due: DueDate) -> SafeString | str:
    """Return the date by which an action is promised; it is no template for the same reason."""
    if not due.due:
        return "No date can be given" if due.no_date else ""
    return format_html("{}{}", show_value(due.due), " (worked out by us)" if due.worked_out else "")
