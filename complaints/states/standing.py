"""What a reader is told about where a recommendation stands."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property

from complaints.vocabulary import ActionStatus, Position, State
from pages.templatetags.rendering import names

from . import entries

SAID_BY_STATE = {
    (Position.AWAITING, State.AWAITING),
    (Position.NOT_ACCEPTED, State.NOT_ACCEPTED),
    (Position.NOT_APPLICABLE, State.NOT_APPLICABLE),
}
"""Positions that the words of the state repeat."""
ACTION_WORDS = {each.value: each.label.lower() for each in ActionStatus} | {
    "overdue": "overdue",
    "": "with no status in the source",
}
"""How actions are counted."""


@dataclass(frozen=True)
class Standing:
    """The position and the state today of one respondent, or of all where there is none to name."""

    who: str
    position: str
    position_label: str
    state: State
    overdue_since: date | None


class Stands:
    """Mixed into what has ``states``."""

    if TYPE_CHECKING:
        states: Any
        actions: Any

    @cached_property
    def state_rows(self) -> list:
        """The rows of its states; of what has never been public, those that it would have."""
        rows = sorted(self.states.all(), key=lambda row: row.respondent.name if row.respondent_id else "")
        return rows or entries.rows_of(self)

    @property
    def standings(self) -> list[Standing]:
        """What readers are told about each respondent."""
        return standings(self.state_rows)

    @property
    def action_counts(self) -> list[tuple[str, str, int]]:
        """State, words and number of its actions; those overdue come first and count as that alone."""
        found = Counter("overdue" if each.is_overdue else each.status for each in self.actions.all())
        ordered = sorted(found, key=lambda status: status != "overdue")
        return [(status, ACTION_WORDS[status], found[status]) for status in ordered]


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
        who=names([row.respondent]) if row.respondent_id else "",
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
