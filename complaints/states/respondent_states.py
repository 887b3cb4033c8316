"""The position and state of each respondent to a recommendation, as readers are told."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from complaints.vocabulary import LOCAL_KINDS, Position, State
from pages.core.names import join_as_in_a_sentence, join_names

POSITIONS_REPEATED_BY_STATE = {
    (Position.AWAITING, State.AWAITING),
    (Position.NOT_ACCEPTED, State.NOT_ACCEPTED),
    (Position.NOT_APPLICABLE, State.NOT_APPLICABLE),
}
"""Positions with a state in the same words: readers are shown them once."""


class StateRow(Protocol):
    """A stored state. The model ``RecommendationState`` is one; it stands on a higher floor."""

    @property
    def position(self) -> str:
        """The position that the respondent takes."""

    @property
    def respondent_id(self) -> int | None:
        """The key of the respondent; ``None`` for the recommendation as a whole."""

    @property
    def respondent(self) -> object:
        """The respondent."""

    @property
    def state_today(self) -> State:
        """The state today."""

    @property
    def passed_since(self) -> date | None:
        """The first day after the date that has passed, if one has."""

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
    has_answered: bool = True
    """Whether the position is one that somebody took, even if it is not known."""

    @property
    def passed_on(self) -> date | None:
        """The date that has passed, if one has; of a month or a year, its last day."""
        return self.passed_since - timedelta(days=1) if self.passed_since else None


def list_respondent_states(rows: Iterable[StateRow]) -> list[RespondentState]:
    """Return each respondent's state from the ``rows`` of a recommendation, or else the overall state."""
    rows = list(rows)
    of_respondents = [_respondent_state(row) for row in rows if row.respondent_id]
    return of_respondents or [_respondent_state(row) for row in rows]


def merge_equal_states(states: Iterable[RespondentState]) -> list[RespondentState]:
    """Return ``states`` with one for those respondents who differ in nothing but their names."""
    names: dict[RespondentState, list[str]] = {}
    for each in states:
        names.setdefault(replace(each, name=""), []).append(each.name)
    return [replace(state, name=join_as_in_a_sentence(found)) for state, found in names.items()]


def _respondent_state(row: StateRow) -> RespondentState:
    label, state = row.get_position_display(), row.state_today
    if (row.position, state) in POSITIONS_REPEATED_BY_STATE:
        label = ""
    return RespondentState(
        name=join_names([row.respondent]) if row.respondent_id else "",
        position=row.position,
        position_label=label,
        state=state,
        passed_since=row.passed_since,
        is_local=not row.respondent_id or getattr(row.respondent, "kind", "") in LOCAL_KINDS,
    )


def overall_state_today(rows: Iterable[StateRow]) -> State:
    """Return today's state of the recommendation as a whole from its ``rows``."""
    return next(row.state_today for row in rows if row.respondent_id is None)


def count_by_state(states: Iterable[State]) -> list[tuple[State, int]]:
    """Return the number of ``states`` of each kind that occurs, in the order of ``State``."""
    counts = Counter(states)
    return [(state, counts[state]) for state in State if counts[state]]
