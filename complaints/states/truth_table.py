"""The rule that derives a state from what was published; ``docs/states.md`` shows it row by row.

Nothing here reads the clock. A state is derived once, at a publication, together with the last days before a
date has passed; ``state_on_day`` then tells the state on any day.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from complaints.vocabulary import (
    DIFFERENT_POSITIONS,
    FINISHED_STATES,
    ActionStatus,
    OrganisationKind,
    Position,
    State,
)
from pages.core.partial_dates import PartialDate

STATES_IN_ORDER = list(State)
TOLD_TO_BE_OPEN = frozenset({State.AWAITING, State.REOPENED, State.NOT_STARTED, State.IN_PROGRESS})
"""States in which it is told that something is still to come: when its date passes, it is overdue.

“Not answered” becomes “Deadline passed, no update”. Every other state stays, since somebody has spoken and we
do not know how far the work is; that a date has passed is told beside it."""
ACCEPTANCES = frozenset({Position.ACCEPTED, Position.ACCEPTED_IN_PART})
REFUSALS = frozenset({Position.NOT_ACCEPTED, Position.NOT_APPLICABLE})
WORDS_THAT_ASK = {
    OrganisationKind.POLICE_FORCE: re.compile(
        r"\bchief (constable|officer)s?\b|(?<!border )\bforces?\b|\bthe police\b(?!,| and )", re.IGNORECASE
    ),
    OrganisationKind.COMMISSIONER: re.compile(
        r"(?<!association of police and )\bcrime commissioners?\b|\bPF?CCs?\b|\blocal policing bod(y|ies)\b",
        re.IGNORECASE,
    ),
}
"""Words of a report that ask the force, and words that ask its commissioner."""


@dataclass(frozen=True)
class ActionFacts:
    """What the state depends on in one action; ``due`` is the current due date."""

    status: str
    due: PartialDate | None = None
    completed: PartialDate | None = None


@dataclass(frozen=True)
class RespondentFacts:
    """What the state of one respondent depends on; ``position`` is ``None`` if the respondent said nothing.

    ``actions`` are those of the respondent; ``has_updates`` tells whether there are progress updates, too.
    ``asked`` tells whether the force or its commissioner is known to be an addressee.
    """

    position: str | None
    actions: tuple[ActionFacts, ...] = ()
    has_updates: bool = False
    deadline: PartialDate | None = None
    respond_by: PartialDate | None = None
    asked: bool = True
    was_complete: bool = False


class LastDays(NamedTuple):
    """The last day before a state becomes overdue, and the last before a date passes that is not overdue.

    The second makes “Not answered” “Deadline passed, no update”. Beside another state it is told in words.
    """

    before_overdue: date | None = None
    before_deadline_passed: date | None = None


def asked_in_print(printed: str) -> frozenset[OrganisationKind]:
    """Return which of the force and its commissioner the report's own words for addressees ask."""
    return frozenset(kind for kind, words in WORDS_THAT_ASK.items() if words.search(printed))


def derive_state(facts: RespondentFacts) -> State:
    """Return the state of one respondent, leaving aside whether a date has passed."""
    if facts.position is None:
        return State.NOT_ANSWERED if facts.asked else State.NOT_STATED
    if facts.position in REFUSALS:
        return State(facts.position)
    has_told_more = facts.has_updates or any(action.status for action in facts.actions)
    if facts.position == Position.AWAITING and not has_told_more:
        return State.AWAITING
    if not facts.actions:
        is_bare = facts.position in ACCEPTANCES and not facts.has_updates
        return State.NO_ACTIONS if is_bare else State.NOT_STATED
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
    """Return the last days before a date passes; it is overdue only if something is told to be to come."""
    is_nobody_asked = facts.position is None and not facts.asked
    if state in FINISHED_STATES or is_nobody_asked:
        return LastDays()
    unfinished = {ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS}
    overdue = [action.due for action in facts.actions if action.status in unfinished]
    passed = [action.due for action in facts.actions if not action.status]
    limits = overdue if state in TOLD_TO_BE_OPEN else passed
    limits.append(facts.deadline)
    if state in {State.NOT_ANSWERED, State.AWAITING}:
        limits.append(facts.respond_by)
    return LastDays(_earliest(overdue), _earliest(passed))


def _earliest(limits: Iterable[PartialDate | None]) -> date | None:
    return min((limit.latest for limit in limits if limit), default=None)


def state_on_day(state: str, last: LastDays, today: date) -> State:
    """Return the state on ``today``, a day in Europe/London."""
    if last.before_overdue and last.before_overdue < today:
        return State.OVERDUE
    has_passed = last.before_deadline_passed and last.before_deadline_passed < today
    return State.DEADLINE_PASSED if has_passed and state == State.NOT_ANSWERED else State(state)


def last_day_passed(last: LastDays, today: date) -> date | None:
    """Return the day that has passed by ``today``: the overdue one, or else one that is told in words."""
    return next((day for day in last if day and day < today), None)


def last_days_of_the_whole(found: Iterable[tuple[State, LastDays]]) -> LastDays:
    """Return the earliest of each of the days in ``found``; without an update only those of who is silent."""
    found = list(found)
    silent = [last for state, last in found if state == State.NOT_ANSWERED]
    everybody = [last for _, last in found]
    passed = (each.before_deadline_passed for each in silent or everybody)
    overdue = (each.before_overdue for each in everybody)
    return LastDays(min(filter(None, overdue), default=None), min(filter(None, passed), default=None))


def overall_state(states: Iterable[str]) -> State:
    """Return the state of the recommendation as a whole: the first of ``states``."""
    return min((State(state) for state in states), key=STATES_IN_ORDER.index)


def overall_position(positions: Iterable[str]) -> str:
    """Return the position that all respondents share, or ``DIFFERENT_POSITIONS``."""
    different = set(positions)
    return different.pop() if len(different) == 1 else DIFFERENT_POSITIONS
