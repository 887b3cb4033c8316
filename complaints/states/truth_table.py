"""From what was published to one state: the rule that ``docs/states.md`` shows row by row.

Nothing here reads the clock but ``on``: a state is derived once, when something is published, together with
the last day on which it is not overdue.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from complaints.vocabulary import FINISHED_STATES, MIXED, ActionStatus, Position, State
from pages.core.partial_dates import PartialDate

IN_ORDER = list(State)
NEVER_OVERDUE = FINISHED_STATES | {State.NOT_STATED}
"""Of what the source does not state, nobody can say that it is late."""


@dataclass(frozen=True)
class ActionFacts:
    """What the state depends on of one action; ``due`` is the date in force."""

    status: str
    due: PartialDate | None = None
    completed: PartialDate | None = None


@dataclass(frozen=True)
class Facts:
    """What the state of one respondent depends on; ``position`` is ``None`` where nothing was answered."""

    position: str | None
    actions: tuple[ActionFacts, ...] = ()
    deadline: PartialDate | None = None
    was_complete: bool = False


def derive_state(facts: Facts) -> State:
    """Return the state of one respondent, as long as nothing is overdue."""
    if facts.position is None:
        return State.NOT_ANSWERED
    if facts.position == Position.AWAITING:
        return State.AWAITING
    standing = [action for action in facts.actions if action.status != ActionStatus.SUPERSEDED]
    if facts.position in {Position.NOT_ACCEPTED, Position.NOT_APPLICABLE} and not standing:
        return State(facts.position)
    if not facts.actions:
        return State.NO_ACTIONS if facts.position else State.NOT_STATED
    return _of_actions(standing, facts) if standing else State.SUPERSEDED


def _of_actions(standing: list[ActionFacts], facts: Facts) -> State:
    statuses = {action.status for action in standing}
    if statuses == {ActionStatus.COMPLETE}:
        late = any(is_late(action, facts.deadline) for action in standing)
        return State.COMPLETE_LATE if late else State.COMPLETE
    if "" in statuses and statuses <= {"", ActionStatus.COMPLETE}:
        return State.NOT_STATED
    if facts.was_complete:
        return State.REOPENED
    return State.NOT_STARTED if statuses <= {"", ActionStatus.NOT_STARTED} else State.IN_PROGRESS


def is_late(action: ActionFacts, deadline: PartialDate | None) -> bool:
    """Tell whether ``action`` was certainly completed after it was due, or after ``deadline``."""
    limits = [limit for limit in (action.due, deadline) if limit]
    completed = action.completed
    return completed is not None and any(limit.is_certainly_before(completed) for limit in limits)


def last_day_before_overdue(facts: Facts, state: State) -> date | None:
    """Return the last day on which ``state`` is not overdue; ``None`` if it never will be.

    Of a month or a year it is the last day: only then has all of it passed.
    """
    if state in NEVER_OVERDUE:
        return None
    known = {ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS}
    limits = [action.due for action in facts.actions if action.status in known] + [facts.deadline]
    return min((limit.latest for limit in limits if limit), default=None)


def state_on_day(state: str, last: date | None, today: date) -> State:
    """Return what ``state`` is on the day ``today`` in Europe/London."""
    return State.OVERDUE if last and last < today else State(state)


def overall_state(states: Iterable[str]) -> State:
    """Return the state of a recommendation whose respondents have ``states``: the first of them in order."""
    return min((State(state) for state in states), key=IN_ORDER.index)


def overall_position(positions: Iterable[str]) -> str:
    """Return the position that all respondents share, or that they differ."""
    found = set(positions)
    return found.pop() if len(found) == 1 else MIXED
