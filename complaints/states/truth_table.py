"""The rule that derives a state from what was published; ``docs/states.md`` shows it row by row.

Nothing here reads the clock. A state is derived once, at a publication, together with the last days before a
date has passed; ``state_on_day`` then tells the state on any day.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from complaints.vocabulary import (
    DIFFERENT_POSITIONS,
    FINISHED_STATES,
    ActionStatus,
    Position,
    State,
)
from pages.core.partial_dates import PartialDate

STATES_IN_ORDER = list(State)
UNFINISHED_WORK_STATES = frozenset({State.REOPENED, State.NOT_STARTED, State.IN_PROGRESS})
"""States in which it is told that the work is not finished: when its date passes, it is overdue.

In every other state that is not finished, nobody tells how far the work is, and there is no update."""
REFUSALS = frozenset({Position.NOT_ACCEPTED, Position.NOT_APPLICABLE})


@dataclass(frozen=True)
class ActionFacts:
    """What the state depends on in one action; ``due`` is the current due date."""

    status: str
    due: PartialDate | None = None
    completed: PartialDate | None = None


@dataclass(frozen=True)
class RespondentFacts:
    """What the state of one respondent depends on; ``position`` is ``None`` if nobody responded.

    ``actions`` are those of the respondent. ``asked`` tells whether the force or its commissioner is known to
    be an addressee.
    """

    position: str | None
    actions: tuple[ActionFacts, ...] = ()
    deadline: PartialDate | None = None
    respond_by: PartialDate | None = None
    asked: bool = True
    was_complete: bool = False


@dataclass(frozen=True)
class LastDays:
    """The last day before a state becomes overdue, and the last before a date passes without an update."""

    before_overdue: date | None = None
    before_deadline_passed: date | None = None


def is_asked(has_addressees: bool, has_local_addressee: bool, has_printed_addressees: bool) -> bool:
    """Tell whether the force or its commissioner is known to be asked.

    A report that says “chief constables” asks the force; addressees chosen by name decide it alone.
    """
    return has_local_addressee if has_addressees else has_printed_addressees


def is_bound(respondent: int | None, addressees: Collection[int]) -> bool:
    """Tell whether the deadlines count for ``respondent``: not for one who answers for others.

    Where addressees are chosen by name they alone are bound. ``respondent`` is ``None`` if nobody responded.
    """
    return respondent is None or not addressees or respondent in addressees


def derive_state(facts: RespondentFacts) -> State:
    """Return the state of one respondent, leaving aside whether a date has passed."""
    if facts.position is None:
        return State.NOT_ANSWERED if facts.asked else State.NOT_STATED
    if facts.position in REFUSALS:
        return State(facts.position)
    if facts.position == Position.AWAITING:
        return State.AWAITING
    if not facts.actions:
        return State.NO_ACTIONS if facts.position else State.NOT_STATED
    current = [action for action in facts.actions if action.status != ActionStatus.SUPERSEDED]
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


def last_days(facts: RespondentFacts, state: State) -> LastDays:
    """Return the last days on which no date has passed; of a month it is the last day.

    A date is overdue if it is told that the work is not finished. Otherwise it passes without an update.
    """
    is_nobody_asked = facts.position is None and not facts.asked
    if state in FINISHED_STATES or is_nobody_asked:
        return LastDays()
    unfinished = {ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS}
    overdue = [action.due for action in facts.actions if action.status in unfinished]
    passed = [action.due for action in facts.actions if not action.status]
    (overdue if state in UNFINISHED_WORK_STATES else passed).append(facts.deadline)
    if state in {State.NOT_ANSWERED, State.AWAITING}:
        passed.append(facts.respond_by)
    return LastDays(_earliest(overdue), _earliest(passed))


def _earliest(limits: Iterable[PartialDate | None]) -> date | None:
    return min((limit.latest for limit in limits if limit), default=None)


def state_on_day(state: str, last: LastDays, today: date) -> State:
    """Return the state on ``today``, a day in Europe/London."""
    if last.before_overdue and last.before_overdue < today:
        return State.OVERDUE
    if last.before_deadline_passed and last.before_deadline_passed < today:
        return State.DEADLINE_PASSED
    return State(state)


def last_day_before(state: State, last: LastDays) -> date | None:
    """Return the last day before ``state`` began, if it is one of those in which a date has passed."""
    if state == State.OVERDUE:
        return last.before_overdue
    return last.before_deadline_passed if state == State.DEADLINE_PASSED else None


def earliest_last_days(found: Iterable[LastDays]) -> LastDays:
    """Return the earliest of each of the days in ``found``."""
    found = list(found)
    return LastDays(
        min((each.before_overdue for each in found if each.before_overdue), default=None),
        min((each.before_deadline_passed for each in found if each.before_deadline_passed), default=None),
    )


def overall_state(states: Iterable[str]) -> State:
    """Return the state of the recommendation as a whole: the first of ``states``."""
    return min((State(state) for state in states), key=STATES_IN_ORDER.index)


def overall_position(positions: Iterable[str]) -> str:
    """Return the position that all respondents share, or ``DIFFERENT_POSITIONS``."""
    different = set(positions)
    return different.pop() if len(different) == 1 else DIFFERENT_POSITIONS
