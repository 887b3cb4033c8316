"""Reads the status in the data of an installation that is one release behind (version 3 of the data).

Its columns are ``state`` and ``passed_since``. What they leave open stays open: no
status is guessed.
"""

from complaints.data.field_descriptions import code_type
from complaints.data.values import NO_RESPONSE
from complaints.vocabulary import POSITION_NOT_ENTERED, DetailedStatus, Position, Status

RESPONDENT_COLUMNS = ("state", "passed_since")
STATE = code_type(
    "state",
    [choice for choice in DetailedStatus.choices if choice[0] != DetailedStatus.CLOSED],
)
"""The codes of ``state``. The detailed codes of today are the same, and one more."""
ANSWERED_BY_OTHER = "answered_by_other"
POSITION = code_type(
    "position", [*Position.choices, (ANSWERED_BY_OTHER, "Answered by another body")]
)
POSITIONS_OF_ANYBODY = frozenset({Position.NOT_STATED.value, ANSWERED_BY_OTHER})
"""Positions that it gave wherever none was entered: whether the response accepts is not known."""

STATUSES: dict[str, Status] = {
    DetailedStatus.NOT_ANSWERED: Status.RESPONSE_MISSING,
    DetailedStatus.AWAITING: Status.RESPONSE_MISSING,
    DetailedStatus.NOT_STATED: Status.RESPONSE_PUBLISHED,
    DetailedStatus.NO_ACTIONS: Status.RESPONSE_PUBLISHED,
    DetailedStatus.NOT_STARTED: Status.NOT_STARTED,
    DetailedStatus.IN_PROGRESS: Status.IN_PROGRESS,
    DetailedStatus.SUPERSEDED: Status.CLOSED,
    DetailedStatus.NOT_ACCEPTED: Status.CLOSED,
    DetailedStatus.NOT_APPLICABLE: Status.CLOSED,
    DetailedStatus.COMPLETE_LATE: Status.MARKED_COMPLETE,
    DetailedStatus.COMPLETE: Status.MARKED_COMPLETE,
}
"""The status by ``state``, as long as no date has passed.

“Reopened” does not say if anything has begun.
"""
STATES_OF_WHOEVER_SPOKE = frozenset(
    {
        DetailedStatus.NOT_STATED,
        DetailedStatus.NO_ACTIONS,
        DetailedStatus.REOPENED,
        DetailedStatus.NOT_STARTED,
        DetailedStatus.IN_PROGRESS,
        DetailedStatus.OVERDUE,
    }
)
"""States for which the deadline to respond did not count: a date that passed is one to implement, or due."""
STATES_WITHOUT_RESPONSE = frozenset(
    {DetailedStatus.NOT_ANSWERED, DetailedStatus.DEADLINE_PASSED}
)


def position_and_status(position: str, state: str, passed_since: str) -> dict[str, str]:
    """Return the position and the status in the codes of this release; what is not certain is empty."""
    return {
        "position": _position(position, state),
        "status": _status(position, state, passed_since),
        "detailed_status": state,
    }


def _position(position: str, state: str) -> str:
    if position in POSITIONS_OF_ANYBODY:
        return POSITION_NOT_ENTERED
    return position or (
        NO_RESPONSE if state in STATES_WITHOUT_RESPONSE else POSITION_NOT_ENTERED
    )


def _status(position: str, state: str, passed_since: str) -> str:
    if state == DetailedStatus.OVERDUE and position == Position.AWAITING:
        return ""  # perhaps only the deadline to respond has passed
    if state in STATES_OF_WHOEVER_SPOKE and (
        passed_since or state == DetailedStatus.OVERDUE
    ):
        return Status.PAST_DEADLINE
    # “Deadline passed” does not say which one has: to respond, or to implement.
    return STATUSES.get(state, "")
