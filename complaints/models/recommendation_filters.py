"""The filters of recommendations, declared once: the register's form and the CMS's list are made of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from complaints.vocabulary import DIFFERENT_POSITIONS, ActionStatus, Position, State, Theme

from .actions import Action
from .recommendation_queryset import RecommendationQuerySet
from .recommendation_state import DUE_DAY, RecommendationStateQuerySet

NOT_STATED = "not_stated"
NOT_ANSWERED = State.NOT_ANSWERED
DAYS_SOON = 14
StateRows = RecommendationStateQuerySet
Pages = RecommendationQuerySet


def _by_state(rows: StateRows, states: Sequence[str]) -> StateRows:
    return rows.in_states(states)


def _by_position(rows: StateRows, positions: Sequence[str]) -> StateRows:
    condition = Q(pk=None)
    for position in positions:
        condition |= _has_position(position)
    return rows.filter(condition)


def _has_position(position: str) -> Q:
    """Match a position. “Not answered” is not the same as a response without a position."""
    if position == NOT_ANSWERED:
        return Q(state=NOT_ANSWERED)
    return Q(position=position)


def _due_soon(rows: StateRows) -> StateRows:
    today = timezone.localdate()
    soon = (today, today + timedelta(days=DAYS_SOON))
    return rows.annotate(next_date=DUE_DAY).filter(next_date__range=soon)


PROGRESS: dict[str, tuple[str, Callable[[StateRows], StateRows]]] = {
    "unfinished": ("Not finished", lambda rows: rows.unfinished()),
    "done": ("Done", lambda rows: rows.done()),
    "closed": ("Closed, not done", lambda rows: rows.closed()),
    "late": ("Past their date", lambda rows: rows.late()),
    "overdue": ("Overdue", lambda rows: rows.overdue()),
    "deadline_passed": ("Deadline passed, no update", lambda rows: rows.deadline_passed()),
    "date_passed": ("Past a date, status not known", lambda rows: rows.date_passed()),
    "soon": (f"Due within {DAYS_SOON} days", _due_soon),
    "deadline_in_words": ("Deadline is not a date", lambda rows: rows.deadline_in_words()),
    "slipped": ("Deadline changed or removed", lambda rows: rows.filter(slipped=True)),
    "completed_late": ("Completed late", lambda rows: rows.in_states([State.COMPLETE_LATE])),
    "silent": ("No update for six months", lambda rows: rows.not_updated_for_six_months()),
}
"""Kinds of progress, each with its words and the states that it selects."""


def _by_progress(rows: StateRows, kinds: Sequence[str]) -> StateRows:
    for kind in kinds:
        rows = PROGRESS[kind][1](rows)
    return rows


def _by_theme(pages: Pages, themes: Sequence[str]) -> Pages:
    return pages.filter(theme__in=themes)


def _by_action_status(pages: Pages, statuses: Sequence[str]) -> Pages:
    stored = ["" if status == NOT_STATED else status for status in statuses]
    return pages.filter(pk__in=Action.objects.filter(status__in=stored).values("page"))


@dataclass(frozen=True)
class ChoiceFilter:
    """One filter: what it is called, what can be chosen, and what that selects."""

    name: str
    label: str
    what: str
    """What a value is, for the message about a wrong one: “a status”."""
    choices: Sequence[tuple[str, str]]
    select: Callable[[Any, Sequence[str]], Any]
    """Returns those of some state rows, or of some pages, that pass the chosen values."""
    is_of_state: bool = False
    """Whether it selects state rows, those of a respondent or of recommendations as a whole."""
    help_text: str = ""
    words: str = "{}"
    """How the filter is named in a sentence, if its value alone would not say what it means."""
    takes_all: bool = False
    """Whether each of several chosen values must apply."""


CHOICE_FILTERS = (
    ChoiceFilter("state", "Status", "a status", State.choices, _by_state, is_of_state=True),
    ChoiceFilter("theme", "Theme", "a theme", Theme.choices, _by_theme, words="theme: {}"),
    ChoiceFilter(
        "position",
        "Position",
        "a position",
        [
            (NOT_ANSWERED.value, NOT_ANSWERED.label),
            *Position.choices,
            (DIFFERENT_POSITIONS, "Different positions"),
        ],
        _by_position,
        is_of_state=True,
        help_text="Of all who answered, or of the respondent that you chose.",
        words="position: {}",
    ),
    ChoiceFilter(
        "action_status",
        "Action status",
        "an action status",
        [*ActionStatus.choices, (NOT_STATED, "No status given")],
        _by_action_status,
        words="action: {}",
    ),
    ChoiceFilter(
        "progress",
        "Progress",
        "a kind of progress",
        [(name, label) for name, (label, _) in PROGRESS.items()],
        _by_progress,
        is_of_state=True,
        takes_all=True,
    ),
)
