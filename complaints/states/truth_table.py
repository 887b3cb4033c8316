"""The rule that derives a state from what was published; ``docs/states.md`` shows it row by row.

Nothing here reads the clock. A state is derived once, at a publication, together with the last day on which
it is not overdue; ``state_on_day`` then tells the state on any day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from complaints.vocabulary import DIFFERENT_POSITIONS, FINISHED_STATES, ActionStatus, Position, State
from pages.core.partial_dates import PartialDate

STATES_IN_ORDER = list(State)
STATES_NEVER_OVERDUE = FINISHED_STATES | {State.NOT_STATED}
"""Finished states, and the state that the source does not give: nobody can say that it is late."""


@dataclass(frozen=True)
class ActionFacts:
    """What the state depends on in one action; ``due`` is the current due date."""

    status: str
    due: PartialDate | None = None
    completed: PartialDate | None = None


@dataclass(frozen=True)
class RespondentFacts:
    """What the state of one respondent depends on; ``position`` is ``None`` if nobody responded."""

    position: str | None
    actions: tuple[ActionFacts, ...] = ()
    deadline: PartialDate | None = None
    was_complete: bool = False


def derive_state(facts: RespondentFacts) -> State:
    """Return the state of one respondent, leaving aside whether it is overdue."""
    if facts.position is None:
        return State.NOT_ANSWERED
    if facts.position == Position.AWAITING:
        return State.AWAITING
    current = [action for action in facts.actions if action.status != ActionStatus.SUPERSEDED]
    if facts.position in {Position.NOT_ACCEPTED, Position.NOT_APPLICABLE} and not current:
        return State(facts.position)
    if not facts.actions:
        return State.NO_ACTIONS if facts.position else State.NOT_STATED
    return _state_from_actions(current, facts) if current else State.SUPERSEDED


def _state_from_actions(current: list[ActionFacts], facts: RespondentFacts) -> State:
    statuses = {action.status for action in current}
    if statuses == {ActionStatus.COMPLETE}:
        late = any(is_completed_late(action, facts.deadline) for action in current)
        return State.COMPLETE_LATE if late else State.COMPLETE
    if "" in statuses and statuses <= {"", ActionStatus.COMPLETE}:
        return State.NOT_STATED
    if facts.was_complete:
        return State.REOPENED
    return State.NOT_STARTED if statuses <= {"", ActionStatus.NOT_STARTED} else State.IN_PROGRESS


def is_completed_late(action: ActionFacts, deadline: PartialDate | None) -> bool:
    """Tell whether ``action`` was certainly completed after its due date or after ``deadline``."""
    limits = [limit for limit in (action.due, deadline) if limit]
    completed = action.completed
    return completed is not None and any(limit.is_certainly_before(completed) for limit in limits)


def last_day_before_overdue(facts: RespondentFacts, state: State) -> date | None:
    """Return the last day on which ``state`` is not overdue; ``None`` if it never becomes overdue.

    A date known only to the month or year counts as its last day.
    """
    if state in STATES_NEVER_OVERDUE:
        return None
    known = {ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS}
    limits = [action.due for action in facts.actions if action.status in known] + [facts.deadline]
    return min((limit.latest for limit in limits if limit), default=None)


def state_on_day(state: str, last_day: date | None, today: date) -> State:
    """Return ``state``, or overdue if ``last_day`` is before ``today``, a day in Europe/London."""
    return State.OVERDUE if last_day and last_day < today else State(state)


def overall_state(states: Iterable[str]) -> State:
    """Return the state of the recommendation as a whole: the first of the respondents' ``states``."""
    return min((State(state) for state in states), key=STATES_IN_ORDER.index)


def overall_position(positions: Iterable[str]) -> str:
    """Return the position that all respondents share, or ``DIFFERENT_POSITIONS``."""
    different = set(positions)
    return different.pop() if len(different) == 1 else DIFFERENT_POSITIONS
