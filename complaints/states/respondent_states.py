"""The position and state of each respondent to a recommendation, as readers are told."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from django.utils import timezone

from complaints.vocabulary import LOCAL_KINDS, Position, State
from pages.core.names import join_as_in_a_sentence, join_names

POSITIONS_REPEATED_BY_STATE = {
    (Position.AWAITING, State.AWAITING),
    (Position.NOT_ACCEPTED, State.NOT_ACCEPTED),
    (Position.NOT_APPLICABLE, State.NOT_APPLICABLE),
}
"""Positions with a state in the same words: readers are shown them once."""


class StateRow(Protocol):
    """A state of one respondent. The model ``RecommendationState`` is one; it stands on a higher floor."""

    position: str
    respondent_id: int | None
    """The key of the respondent; ``None`` for the recommendation as a whole."""
    respondent: Any

    @property
    def state_today(self) -> State:
        """The state today."""

    def state_on(self, day: date) -> State:
        """Return the state at the end of ``day``."""

    def passed_since_on(self, day: date) -> date | None:
        """Return the first day after the date that has passed by ``day``, if one has."""

    def get_position_display(self) -> str:
        """Return the position in words."""


@dataclass(frozen=True)
class RespondentState:
    """The position and state of one respondent, or of the recommendation if nobody responded."""

    name: str
    position: str
    position_label: str
    state: State
    passed_since: date | None
    """The first day after the date that has passed, if one has."""
    is_local: bool = True
    """Whether it is the force or its commissioner. Others are named wherever their position stands."""
    kind: str = field(default="", compare=False)
    """What organisation it is."""


def list_respondent_states(rows: Iterable[StateRow], day: date | None = None) -> list[RespondentState]:
    """Return each respondent's state from the ``rows`` of a recommendation, or else the overall state.

    It is the state at the end of ``day``, or else today. The force and its commissioner come first.
    """
    rows = list(rows)
    of_respondents = [row for row in rows if row.respondent_id]
    found = [_respondent_state(row, day) for row in of_respondents or rows]
    return sorted(found, key=lambda each: not each.is_local)


def names_by_equal_state(states: Iterable[RespondentState]) -> dict[RespondentState, list[str]]:
    """Return the names of those respondents who differ in nothing else, by the state that they share."""
    names: dict[RespondentState, list[str]] = {}
    for each in states:
        names.setdefault(replace(each, name=""), []).append(each.name)
    return names


def merge_equal_states(states: Iterable[RespondentState]) -> list[RespondentState]:
    """Return ``states`` with one for those respondents who differ in nothing but their names."""
    groups = names_by_equal_state(states).items()
    return [replace(state, name=join_as_in_a_sentence(names)) for state, names in groups]


def _respondent_state(row: StateRow, day: date | None) -> RespondentState:
    day = day or timezone.localdate()
    state = row.state_on(day)
    # That none is stated is said once, beside the response.
    is_said_elsewhere = (
        row.position == Position.NOT_STATED or (row.position, state) in POSITIONS_REPEATED_BY_STATE
    )
    return RespondentState(
        name=join_names([row.respondent]) if row.respondent_id else "",
        position=row.position,
        position_label="" if is_said_elsewhere else row.get_position_display(),
        state=state,
        passed_since=row.passed_since_on(day),
        is_local=not row.respondent_id or row.respondent.kind in LOCAL_KINDS,
        kind=row.respondent.kind if row.respondent_id else "",
    )


def count_by_state(states: Iterable[State]) -> list[tuple[State, int]]:
    """Return the number of ``states`` of each kind that occurs, in the order of ``State``."""
    counts = Counter(states)
    return [(state, counts[state]) for state in State if counts[state]]
