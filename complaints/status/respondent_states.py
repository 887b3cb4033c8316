"""The status and position of each respondent, with the details that stand beside it, alike everywhere."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone

from complaints.vocabulary import (
    FINISHED_STATES,
    LOCAL_KINDS,
    NO_STATUS_LABELS,
    POSITION_LABELS,
    POSITION_NOT_ENTERED,
    DetailedStatus,
    Knowledge,
    Position,
    Status,
)
from pages.core.names import join_as_in_a_sentence, join_names
from pages.core.partial_dates import PartialDate

POSITIONS_REPEATED_BY_DETAIL = frozenset(
    {
        Position.AWAITING,
        Position.NOT_ACCEPTED,
        Position.NOT_APPLICABLE,
        POSITION_NOT_ENTERED,
    }
)
"""Positions that the detail beside the status says, or of which nothing is known."""
CLOSED_DETAILS = {
    DetailedStatus.SUPERSEDED: "all its actions were replaced",
    DetailedStatus.CLOSED: "closed, not said to be complete",
    DetailedStatus.NOT_ACCEPTED: "not accepted",
    DetailedStatus.NOT_APPLICABLE: "said not to apply",
}
PAST_DETAILS: dict[str, str] = {
    Status.RESPONSE_PUBLISHED: "response published",
    Status.NOT_STARTED: "no action marked as started",
    Status.IN_PROGRESS: "marked as in progress",
}
"""What is said beside a date that has passed, by the status that counted until then."""
FOR_A_PART = "for a part of it"
"""The detail of the status of a whole that a part such as 7.1 alone decides."""


def with_article(name: str) -> str:
    """Return ``name`` as it follows “by”: with “the”, unless it is a police force."""
    if name.lower().startswith("the ") or name.endswith("Police"):
        return name
    return f"the {name}"


@dataclass(frozen=True)
class RespondentState:
    """The status and position of one respondent on one day, or of the recommendation if nobody responded."""

    name: str = field(compare=False)
    position: str
    position_label: str
    detailed_status: DetailedStatus
    """The detailed code on the day."""
    open_detailed_status: DetailedStatus
    """The detailed code, leaving aside whether a date has passed."""
    status: Status | None
    """What readers are shown; ``None`` if nobody here is known to be asked and nobody has responded."""
    open_status: str = ""
    """The same, leaving aside whether a date has passed."""
    who_is_asked: str = Knowledge.STATED
    """Whether it is known who is asked."""
    is_local: bool = True
    """Whether it is the force or its commissioner.

    Others are named wherever their position stands.
    """
    kind: str = field(default="", compare=False)
    """What organisation it is."""
    answered_by: str = ""
    """Who responded on its behalf."""
    has_response: bool = True
    """Whether a response is published, and not actions or updates alone."""
    is_asked: bool = field(default=True, compare=False)
    """Whether it was asked, as far as it is recorded who was."""
    reason_known: str = Knowledge.NOT_ENTERED
    """What is known of the reason for a position that needs one."""
    deadline: PartialDate | None = None
    """The report's deadline, where it has passed."""
    due: PartialDate | None = None
    """The earliest due date of an unfinished action, passed or to come."""
    due_has_passed: bool = False
    respond_by: PartialDate | None = None
    """The deadline to respond, where it has passed without a response."""
    deadline_over: bool = False
    actions: int = 0
    actions_complete: int = 0
    completed: PartialDate | None = None
    completion_known: str = Knowledge.NOT_ENTERED
    missed_limit: PartialDate | None = None
    missed_deadline: bool = False
    completion_chosen_here: bool = False
    """Whether we marked it complete, going by what the response says."""
    plan_announced: str = ""
    """What it announced of a plan that is not on this site, where its response is missing."""
    is_of_a_part: bool = False
    """Whether it is the status of the whole, and a part such as 7.1 alone decides it."""

    @property
    def spokesperson(self) -> str:
        """Who responded on its behalf, as sentences name it: “APCC” for “Association of … (APCC)”."""
        short_form = re.search(r"\(([A-Z]{3,})\)$", self.answered_by)
        return short_form[1] if short_form else self.answered_by

    @property
    def attributed_position(self) -> str:
        """Whether it accepts, and who says so if another body responded on its behalf."""
        if not self.position_label or not self.answered_by:
            return self.position_label
        return f"{self.position_label} (response by {with_article(self.answered_by)})"

    @property
    def status_label(self) -> str:
        if self.status:
            return self.status.label
        return NO_STATUS_LABELS[self.who_is_asked]

    @property
    def detail(self) -> str:
        """What the status leaves open, in a few words; empty if it says all."""
        if self.is_of_a_part:
            return self._detail_of_a_part()
        return ", ".join(filter(None, self._details()))

    @property
    def detail_beside_deadline(self) -> str:
        """The detail where the report’s deadline stands beside it, without that date."""
        details = [
            detail for detail in self._details() if detail != self._passed_deadline()
        ]
        return ", ".join(filter(None, details))

    def _details(self) -> list[str]:
        match self.status:
            case Status.PAST_DEADLINE:
                return [*self._passed_dates(), *self._what_is_known()]
            case Status.RESPONSE_MISSING:
                later = ""
                if self.open_detailed_status == DetailedStatus.AWAITING:
                    later = "it says that it will respond later"
                return [
                    later,
                    self._passed_deadline_to_respond(),
                    self._plan(),
                    self._count_of_complete(),
                ]
            case Status.CLOSED:
                return self._closing()
            case Status.MARKED_COMPLETE:
                return [self._completion_after_limit()]
            case None:
                return []
        return self._more_than_the_status()

    def _detail_of_a_part(self) -> str:
        """Return that the status is that of a part, with the dates of that part that have passed."""
        passed = self._passed_dates()
        if self.status == Status.RESPONSE_MISSING and self.respond_by:
            passed = [self._passed_deadline_to_respond()]
        if passed:
            return f"{FOR_A_PART}: {', '.join(passed)}"
        return FOR_A_PART

    def _passed_dates(self) -> list[str]:
        """Return each limit that has passed, the report's before the organisation's own."""
        passed = []
        if self.deadline:
            passed.append(self._passed_deadline())
        elif self.deadline_over:
            passed.append("the deadline has passed")
        if self.due and self.due_has_passed and self.due != self.deadline:
            passed.append(f"its own due date was {self.due.words}")
        return passed

    def _passed_deadline(self) -> str:
        return f"the deadline was {self.deadline.words}" if self.deadline else ""

    def _passed_deadline_to_respond(self) -> str:
        if self.respond_by:
            return f"the deadline to respond was {self.respond_by.words}"
        return ""

    def _what_is_known(self) -> list[str]:
        """Return what the status would be if no date had passed."""
        if self.open_detailed_status == DetailedStatus.NOT_ANSWERED:
            return list(
                filter(
                    None,
                    ["no response published", self._plan(), self._count_of_complete()],
                )
            )
        if self.open_detailed_status == DetailedStatus.AWAITING:
            return ["it says that it will respond later"]
        if more := self._more_than_the_status():
            return more
        known = PAST_DETAILS.get(self.open_status, "")
        return [known] if known else []

    def _plan(self) -> str:
        return "a plan was announced" if self.plan_announced else ""

    def _more_than_the_status(self) -> list[str]:
        """Return what is known beside the status while no date has passed."""
        more = []
        if self.open_detailed_status == DetailedStatus.REOPENED:
            more.append("it was marked complete before")
        # As a whole, it may have the actions of another respondent.
        if self.open_detailed_status == DetailedStatus.NO_ACTIONS and not self.actions:
            more.append("no actions published")
        more.append(self._count_of_complete())
        return list(filter(None, more))

    def _closing(self) -> list[str]:
        if self.open_detailed_status == DetailedStatus.CLOSED and self.actions_complete:
            return [self._count_of_complete(), "the rest closed"]
        return [CLOSED_DETAILS.get(self.open_detailed_status, "")]

    def _count_of_complete(self) -> str:
        if not self.actions_complete:
            return ""
        return f"{self.actions_complete} of {self.actions} actions marked complete"

    def _completion_after_limit(self) -> str:
        if not self.missed_limit:
            return ""
        if self.missed_deadline:
            return f"after the deadline of {self.missed_limit.words}"
        if self.actions > 1:
            return f"an action after its due date of {self.missed_limit.words}"
        return f"after its own due date of {self.missed_limit.words}"


def detail_of_the_whole(
    rows: Iterable[Any], day: date, name_of: Callable[[Any], str]
) -> str:
    """Return the detail of the row of the whole among ``rows``, as on ``day``.

    Where only some of the organisations have the status of the whole, it names them by
    ``name_of``. Where none has, it is that of a part.
    """
    rows = list(rows)
    of_part = state_of_a_part(rows, day)
    if of_part:
        return of_part.detail
    whole = row_of_whole(rows)
    detail = respondent_state(whole, day).detail
    deciding = []
    others = []
    for row in rows_of_respondents(rows):
        if row.is_asked and row.status_on(day) == whole.status_on(day):
            deciding.append(row)
        elif row.is_asked and row.status_on(day):
            others.append(row)
    if not deciding or not others:
        return detail
    names = join_as_in_a_sentence(list(map(name_of, deciding)))
    if len(deciding) == 1:
        detail = respondent_state(deciding[0], day).detail
    return f"{names}: {detail}" if detail else names


def row_of_whole(rows: Iterable[Any]) -> Any:
    """Return the one of the state ``rows`` of a recommendation that is of no respondent; ``None`` without rows."""
    return next((row for row in rows if not row.respondent_id), None)


def rows_of_respondents(rows: Iterable[Any]) -> list[Any]:
    return [row for row in rows if row.respondent_id]


def state_of_a_part(
    rows: Iterable[Any], day: date | None = None
) -> RespondentState | None:
    """Return the status of the whole among ``rows`` if a part such as 7.1 alone decides it.

    It is the status at the end of ``day``, or else today.
    """
    rows = list(rows)
    day = day or timezone.localdate()
    whole = row_of_whole(rows)
    of_respondents = rows_of_respondents(rows)
    counted = [row for row in of_respondents if row.is_asked] or of_respondents
    statuses = set(filter(None, (row.status_on(day) for row in counted)))
    status = whole.status_on(day)
    if not status or not statuses or status in statuses:
        return None
    return replace(respondent_state(whole, day), position_label="", is_of_a_part=True)


def list_respondent_states(
    rows: Iterable[Any], day: date | None = None
) -> list[RespondentState]:
    """Return each respondent's status by the state rows of a recommendation, or else the overall one.

    It is the status at the end of ``day``, or else today. The force and its
    commissioner come first.
    """
    rows = list(rows)
    day = day or timezone.localdate()
    counted = rows_of_respondents(rows) or rows
    states = [respondent_state(row, day) for row in counted]
    return sorted(states, key=lambda state: not state.is_local)


def those_asked(states: list[RespondentState]) -> list[RespondentState]:
    """Return those of ``states`` whose organisations were asked, or all if none is known to have been.

    A national body may reply to what others were asked. It has nothing to complete.
    """
    return [state for state in states if state.is_asked] or states


def names_by_equal_state(
    states: Iterable[RespondentState],
) -> dict[RespondentState, list[str]]:
    """Return the names of those respondents who differ in nothing else, by the state of the first."""
    names: dict[RespondentState, list[str]] = {}
    for state in states:
        names.setdefault(state, []).append(state.name)
    return names


def respondent_state(row: Any, day: date) -> RespondentState:
    """Return what ``row``, a stored state, says on ``day``."""
    name, kind, is_local, position_label = "", "", True, ""
    if row.respondent_id:
        name, kind = join_names([row.respondent]), row.respondent.kind
        is_local = kind in LOCAL_KINDS
    if row.position not in POSITIONS_REPEATED_BY_DETAIL:
        position_label = POSITION_LABELS.get(row.position, "")
    return RespondentState(
        name=name,
        position=row.position,
        position_label=position_label,
        detailed_status=row.detailed_status_on(day),
        open_detailed_status=DetailedStatus(row.detailed_status),
        status=row.status_on(day),
        open_status=row.status,
        who_is_asked=row.who_is_asked,
        is_local=is_local,
        kind=kind,
        answered_by=row.answered_by,
        has_response=row.has_response,
        is_asked=row.is_asked,
        reason_known=row.reason_known,
        deadline=_if_past(row.deadline, day),
        due=row.due,
        due_has_passed=_if_past(row.due, day) is not None,
        respond_by=_if_past(row.respond_by, day),
        deadline_over=row.deadline_over,
        actions=row.actions,
        actions_complete=row.actions_complete,
        completed=row.completed,
        completion_known=row.completion_known,
        missed_limit=row.missed_limit,
        missed_deadline=row.missed_deadline,
        completion_chosen_here=row.completion_chosen_here,
        plan_announced=row.plan_announced,
    )


def _if_past(limit: PartialDate | None, day: date) -> PartialDate | None:
    return limit if limit and limit.is_past(day) else None


def is_unfinished(state: RespondentState) -> bool:
    """Return True if something may still be to come."""
    return (
        state.open_detailed_status not in FINISHED_STATES and state.status is not None
    )
