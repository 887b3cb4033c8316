"""The rule that derives a status from what was published; ``docs/statuses.md`` shows it row by row.

Nothing here reads the clock. What an organisation's status depends on is derived once,
at a publication, together with the last days before a date has passed; ``detailed_status_on_day``
and ``status_on_day`` then give the detailed code and the status that readers are shown
on any day.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from complaints.vocabulary import (
    BEGUN_ACTIONS,
    DIFFERENT_POSITIONS,
    FINISHED_STATES,
    SAID_TO_BE_OPEN,
    STATES_WITHOUT_RESPONSE,
    UNFINISHED_ACTIONS,
    UNKNOWN_ACTION_STATUSES,
    ActionStatus,
    DetailedStatus,
    Knowledge,
    OrganisationKind,
    Position,
    Status,
    StatusGroup,
)
from pages.core.partial_dates import PartialDate

STATES_IN_ORDER = list(DetailedStatus)
STATUSES_IN_ORDER = list(Status)
ACCEPTANCES = frozenset({Position.ACCEPTED, Position.ACCEPTED_IN_PART})
REFUSALS = frozenset({Position.NOT_ACCEPTED, Position.NOT_APPLICABLE})
WORDS_THAT_ASK = {
    OrganisationKind.POLICE_FORCE: re.compile(
        r"\bchief (constable|officer)s?\b|(?<!border )\bforces?\b|\bthe police\b(?!,| and )",
        re.IGNORECASE,
    ),
    OrganisationKind.COMMISSIONER: re.compile(
        r"(?<!association of police and )\bcrime commissioners?\b|\bPF?CCs?\b|\blocal policing bod(y|ies)\b",
        re.IGNORECASE,
    ),
}
"""Words of a report that ask the force, and words that ask its commissioner."""


@dataclass(frozen=True)
class ActionFacts:
    """What the status depends on in one action; ``due`` is the current due date."""

    status: str
    due: PartialDate | None = None
    completed: PartialDate | None = None
    completion_known: Knowledge = Knowledge.NOT_ENTERED
    chosen_here: bool = False
    """Whether our editor chose the status from what the response says."""

    @property
    def has_known_status(self) -> bool:
        return self.status not in UNKNOWN_ACTION_STATUSES

    @property
    def is_unfinished(self) -> bool:
        """Return True if its status says that there is still something to do."""
        return self.status in UNFINISHED_ACTIONS


@dataclass(frozen=True)
class RespondentFacts:
    """What the status of one respondent depends on.

    ``position`` is ``None`` if nothing of the respondent is published here. ``actions``
    are those of the respondent; ``has_updates`` tells whether there are progress
    updates, too; ``has_response`` tells whether there is a response. ``asked`` tells
    whether the respondent is known to be asked. ``deadline_over`` tells that the
    deadline is no date and has passed however it is counted.
    """

    position: str | None
    actions: tuple[ActionFacts, ...] = ()
    has_updates: bool = False
    has_response: bool = True
    deadline: PartialDate | None = None
    respond_by: PartialDate | None = None
    asked: bool = True
    was_complete: bool = False
    deadline_over: bool = False

    @property
    def is_for_others(self) -> bool:
        """Whether nobody here was asked, and nothing is published."""
        return self.position is None and not self.asked

    @property
    def current_actions(self) -> list[ActionFacts]:
        """The actions that were not replaced by others."""
        return [
            action
            for action in self.actions
            if action.status != ActionStatus.SUPERSEDED
        ]


class LastDays(NamedTuple):
    """The last days before a date passes.

    The first two decide the detailed code: the last day before it is “overdue”, and the
    last before another date passes, which makes “not answered” “deadline passed”. The
    third decides the status that readers are shown: the last day before a deadline to
    implement or a due date of the organisation's own has passed.
    """

    before_overdue: date | None = None
    before_deadline_passed: date | None = None
    before_past_deadline: date | None = None


def asked_in_print(printed: str) -> frozenset[OrganisationKind]:
    """Return which of the force and its commissioner the report's own words ask."""
    return frozenset(
        kind for kind, words in WORDS_THAT_ASK.items() if words.search(printed)
    )


def derive_detailed_status(facts: RespondentFacts) -> DetailedStatus:
    """Return the detailed code of one respondent, leaving aside whether a date has passed."""
    if facts.position is None:
        return DetailedStatus.NOT_ANSWERED if facts.asked else DetailedStatus.NOT_STATED
    state = _state_from_what_is_published(facts)
    # An action or an update without a status is no response.
    is_missing = (
        state == DetailedStatus.NOT_STATED and facts.asked and not facts.has_response
    )
    return DetailedStatus.NOT_ANSWERED if is_missing else state


def _state_from_what_is_published(facts: RespondentFacts) -> DetailedStatus:
    if facts.position in REFUSALS:
        return DetailedStatus(facts.position)
    has_told_more = facts.has_updates or any(
        action.has_known_status for action in facts.actions
    )
    if facts.position == Position.AWAITING and not has_told_more:
        return DetailedStatus.AWAITING
    if not facts.actions:
        is_bare_acceptance = facts.position in ACCEPTANCES and not facts.has_updates
        if is_bare_acceptance:
            return DetailedStatus.NO_ACTIONS
        return DetailedStatus.NOT_STATED
    if not facts.current_actions:
        return DetailedStatus.SUPERSEDED
    return _state_from_actions(facts)


def _state_from_actions(facts: RespondentFacts) -> DetailedStatus:
    actions = facts.current_actions
    known = {action.status for action in actions if action.has_known_status}
    all_are_known = all(action.has_known_status for action in actions)
    if all_are_known and known == {ActionStatus.COMPLETE}:
        is_late = any(is_completed_late(action, facts.deadline) for action in actions)
        return DetailedStatus.COMPLETE_LATE if is_late else DetailedStatus.COMPLETE
    if all_are_known and known <= {ActionStatus.COMPLETE, ActionStatus.CLOSED}:
        return DetailedStatus.CLOSED
    if not any(action.is_unfinished for action in actions):
        return DetailedStatus.NOT_STATED
    if facts.was_complete:
        return DetailedStatus.REOPENED
    if known & BEGUN_ACTIONS:
        return DetailedStatus.IN_PROGRESS
    return DetailedStatus.NOT_STARTED


def is_completed_late(action: ActionFacts, deadline: PartialDate | None) -> bool:
    """Return True if ``action`` was certainly completed after its due date or after ``deadline``."""
    return missed_limit(action, deadline) is not None


def missed_limit(
    action: ActionFacts, deadline: PartialDate | None
) -> PartialDate | None:
    """Return the deadline or else the due date after which ``action`` was certainly completed, if either."""
    if action.completed is None:
        return None
    for limit in (deadline, action.due):
        if limit and limit.is_certainly_before(action.completed):
            return limit
    return None


def derive_open_status(facts: RespondentFacts, state: DetailedStatus) -> Status | None:
    """Return the status that readers are shown of one respondent until a date has passed."""
    if facts.is_for_others:
        return None
    if state.group != StatusGroup.OPEN:
        return next(status for status in Status if status.group == state.group)
    has_begun = any(action.status in BEGUN_ACTIONS for action in facts.current_actions)
    return Status.IN_PROGRESS if has_begun else Status.NOT_STARTED


def counts_deadline(facts: RespondentFacts, state: DetailedStatus) -> bool:
    """Return True if a date that passes changes what is said of the respondent."""
    return state not in FINISHED_STATES and not facts.is_for_others


def earliest_due(facts: RespondentFacts) -> PartialDate | None:
    """Return the earliest due date of an action that is not finished."""
    dates = []
    for action in facts.actions:
        if action.is_unfinished or not action.has_known_status:
            dates.append(action.due)
    return _earliest(dates)


def last_days(facts: RespondentFacts, state: DetailedStatus) -> LastDays:
    """Return the last days before a date passes.

    The code is “overdue” only where it is told that something is still to come.
    """
    if not counts_deadline(facts, state):
        return LastDays()
    overdue = [action.due for action in facts.actions if action.is_unfinished]
    passed = [action.due for action in facts.actions if not action.has_known_status]
    limits = overdue if state in SAID_TO_BE_OPEN else passed
    limits.append(facts.deadline)
    if state in STATES_WITHOUT_RESPONSE:
        limits.append(facts.respond_by)
    return LastDays(
        _last_day(overdue),
        _last_day(passed),
        _last_day([facts.deadline, earliest_due(facts)]),
    )


def _earliest(limits: Iterable[PartialDate | None]) -> PartialDate | None:
    return min(filter(None, limits), key=lambda limit: limit.latest, default=None)


def _last_day(limits: Iterable[PartialDate | None]) -> date | None:
    earliest = _earliest(limits)
    return earliest.latest if earliest else None


def detailed_status_on_day(state: str, last: LastDays, today: date) -> DetailedStatus:
    """Return the detailed code on ``today``, a day in Europe/London."""
    if last.before_overdue and last.before_overdue < today:
        return DetailedStatus.OVERDUE
    has_passed = last.before_deadline_passed and last.before_deadline_passed < today
    if has_passed and state == DetailedStatus.NOT_ANSWERED:
        return DetailedStatus.DEADLINE_PASSED
    return DetailedStatus(state)


def status_on_day(
    open_status: str, last: LastDays, today: date, *, deadline_over: bool
) -> Status | None:
    """Return the status that readers are shown on ``today``, a day in Europe/London."""
    if not open_status:
        return None
    has_passed = (
        last.before_past_deadline is not None and last.before_past_deadline < today
    )
    return Status.PAST_DEADLINE if has_passed or deadline_over else Status(open_status)


def last_days_of_the_whole(
    found: Iterable[tuple[DetailedStatus, LastDays]],
) -> LastDays:
    """Return the earliest of each of the days in ``found``; without a response only those of the silent."""
    found = list(found)
    silent = [last for state, last in found if state == DetailedStatus.NOT_ANSWERED]
    everybody = [last for _, last in found]
    passed = (last.before_deadline_passed for last in silent or everybody)
    overdue = (last.before_overdue for last in everybody)
    past_deadline = (last.before_past_deadline for last in everybody)
    return LastDays(
        min(filter(None, overdue), default=None),
        min(filter(None, passed), default=None),
        min(filter(None, past_deadline), default=None),
    )


def overall_detailed_status(states: Iterable[str]) -> DetailedStatus:
    """Return the detailed code of the recommendation as a whole: the first of ``states``."""
    return min(map(DetailedStatus, states), key=STATES_IN_ORDER.index)


def overall_status(statuses: Iterable[str | None]) -> Status | None:
    """Return the status of the recommendation as a whole: the first of ``statuses`` that is one."""
    known = [Status(status) for status in statuses if status]
    return min(known, key=STATUSES_IN_ORDER.index, default=None)


def overall_position(positions: Iterable[str]) -> str:
    """Return the position that all respondents share, or ``DIFFERENT_POSITIONS``."""
    different = set(positions)
    return different.pop() if len(different) == 1 else DIFFERENT_POSITIONS
