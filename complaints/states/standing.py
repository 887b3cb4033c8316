"""What a reader is told about where a recommendation stands."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from complaints.vocabulary import Position, State
from pages.content.templatetags.rendering import join_names

SAID_BY_STATE = {
    (Position.AWAITING, State.AWAITING),
    (Position.NOT_ACCEPTED, State.NOT_ACCEPTED),
    (Position.NOT_APPLICABLE, State.NOT_APPLICABLE),
}
"""Positions that the words of the state repeat."""


@dataclass(frozen=True)
class Standing:
    """The position and the state today of one respondent, or of all where there is none to name."""

    who: str
    position: str
    position_label: str
    state: State
    overdue_since: date | None


def standings(rows: Iterable[Any]) -> list[Standing]:
    """Return what ``rows``, the states of one recommendation, tell of each respondent, if there are any."""
    rows = list(rows)
    return [_standing(row) for row in rows if row.respondent_id] or [_standing(row) for row in rows]


def _standing(row: Any) -> Standing:
    label, today = row.get_position_display(), row.today
    if not row.position and row.respondent_id:
        label = "Position not in the source"
    if (row.position, today) in SAID_BY_STATE:
        label = ""
    return Standing(
        who=join_names([row.respondent]) if row.respondent_id else "",
        position=row.position,
        position_label=label,
        state=today,
        overdue_since=row.overdue_since if today == State.OVERDUE else None,
    )


def state_of_whole(rows: Iterable[Any]) -> State:
    """Return the state today of the recommendation as a whole, whose ``rows`` these are."""
    return next(row.today for row in rows if row.respondent_id is None)


def counted(states: Iterable[State]) -> list[tuple[State, int]]:
    """Return how many of ``states`` there are of each, in the order in which they count."""
    found = Counter(states)
    return [(state, found[state]) for state in State if found[state]]
