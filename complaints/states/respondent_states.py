"""The position and state of each respondent, and the sentence about a recommendation, alike everywhere."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone

from complaints.vocabulary import (
    FINISHED_STATES,
    LOCAL_KINDS,
    POSITION_LABELS,
    OrganisationKind,
    Position,
    State,
)
from pages.core.names import join_as_in_a_sentence, join_names
from pages.core.partial_dates import PartialDate

POSITIONS_REPEATED_BY_STATE = {
    (Position.AWAITING, State.AWAITING),
    (Position.NOT_ACCEPTED, State.NOT_ACCEPTED),
    (Position.NOT_APPLICABLE, State.NOT_APPLICABLE),
}
"""Positions with a state in the same words: readers are shown them once."""


@dataclass(frozen=True)
class RespondentState:
    """The position and state of one respondent, or of the recommendation if nobody responded."""

    name: str = field(compare=False)
    position: str
    position_label: str
    state: State
    passed_since: date | None
    """The first day after the date that has passed, if one has."""
    is_local: bool = True
    """Whether it is the force or its commissioner. Others are named wherever their position stands."""
    kind: str = field(default="", compare=False)
    """What organisation it is."""


def list_respondent_states(rows: Iterable[Any], day: date | None = None) -> list[RespondentState]:
    """Return each respondent's state by the state rows of a recommendation, or else the overall state.

    It is the state at the end of ``day``, or else today. The force and its commissioner come first.
    """
    rows, day = list(rows), day or timezone.localdate()
    of_respondents = [row for row in rows if row.respondent_id]
    found = [_respondent_state(row, day) for row in of_respondents or rows]
    return sorted(found, key=lambda each: not each.is_local)


def names_by_equal_state(states: Iterable[RespondentState]) -> dict[RespondentState, list[str]]:
    """Return the names of those respondents who differ in nothing else, by the state of the first."""
    names: dict[RespondentState, list[str]] = {}
    for each in states:
        names.setdefault(each, []).append(each.name)
    return names


def merge_equal_states(states: Iterable[RespondentState]) -> list[RespondentState]:
    """Return ``states`` with one for those respondents who differ in nothing but their names."""
    groups = names_by_equal_state(states).items()
    return [replace(state, name=join_as_in_a_sentence(names)) for state, names in groups]


def _respondent_state(row: Any, day: date) -> RespondentState:
    state = row.state_on(day)
    # That none is stated is said once, beside the response.
    is_said = row.position == Position.NOT_STATED or (row.position, state) in POSITIONS_REPEATED_BY_STATE
    return RespondentState(
        name=join_names([row.respondent]) if row.respondent_id else "",
        position=row.position,
        position_label="" if is_said else POSITION_LABELS.get(row.position, ""),
        state=state,
        passed_since=row.passed_since_on(day),
        is_local=not row.respondent_id or row.respondent.kind in LOCAL_KINDS,
        kind=row.respondent.kind if row.respondent_id else "",
    )


def count_by_state(states: Iterable[State]) -> list[tuple[State, int]]:
    """Return the number of ``states`` of each kind that occurs, in the order of ``State``."""
    counts = Counter(states)
    return [(state, counts[state]) for state in State if counts[state]]


ONLY_ONE: dict[str, str] = {
    OrganisationKind.POLICE_FORCE: "the force",
    OrganisationKind.COMMISSIONER: "the commissioner",
}
MOST_ANSWERS_IN_A_SENTENCE = 2
NOT_ANSWERED = "{has} not answered"
NOT_ANSWERED_BESIDE_ANOTHER = "{has} not answered separately"
"""Where another body has: it may speak for them all."""
ANSWERS: dict[str, str] = {
    Position.AWAITING: "{has} yet to answer",
    Position.ACCEPTED: "accepted it",
    Position.ACCEPTED_IN_PART: "accepted part of it",
    Position.NOT_ACCEPTED: "did not accept it",
    Position.NOT_APPLICABLE: "{says} that it does not apply",
    Position.ANSWERED_BY_OTHER: "let another body answer",
    Position.NOTHING_TO_ADD: "had nothing to add",
    Position.NOT_STATED: "answered",
}
"""What somebody answered, by position; nobody has a position who has not answered."""
RESULTS: dict[str, str] = {
    State.OVERDUE: ", and {is} overdue since {day}",
    State.NOT_STATED: ", but {does} not say if it is done",
    State.NO_ACTIONS: ", but {lists} no action",
    State.REOPENED: ", and {is} working on it again",
    State.NOT_STARTED: ", but {has} not started",
    State.IN_PROGRESS: ", and {is} working on it",
    State.COMPLETE_LATE: " and {says} that it is done, later than promised",
    State.COMPLETE: " and {says} that it is done",
    State.SUPERSEDED: ", and did something else in its place",
}
"""What became of it, by state; in all others the answer says it."""
ONE = {"has": "has", "says": "says", "does": "does", "lists": "lists", "is": "is"}
SEVERAL = {"has": "have", "says": "say", "does": "do", "lists": "list", "is": "are"}


def answer_to(item: Any) -> str:
    """Return the sentence about ``item``, a recommendation, as it is today.

    A deadline that is no date is never counted as passed: what its note says follows while it is open.
    """
    states = item.respondent_states
    sentence = answer_sentence(states, item.deadline, item.deadline_printed)
    is_open = any(each.state not in FINISHED_STATES for each in states)
    note = item.deadline_note if is_open and item.deadline_printed and not item.deadline else ""
    return f"{sentence} {note}".strip()


def answer_sentence(states: Sequence[RespondentState], deadline: PartialDate | None, printed: str) -> str:
    """Return the sentence for ``states``: for those of ours alone, if there are any."""
    ours = [each for each in states if each.is_local] or list(states)
    another = len(ours) < len(states)
    return f"{_by_when(deadline, printed)}; {_what_was_answered(ours, another)}."


def _by_when(deadline: PartialDate | None, printed: str) -> str:
    if deadline:
        return f"The report asks for this by {'' if deadline.day else 'the end of '}{deadline.words}"
    return f"The report asks for this “{printed}”" if printed else "No date is known for this"


def _what_was_answered(states: list[RespondentState], another: bool) -> str:
    kinds = [each.kind for each in states]
    # One of a kind needs no name: the page and the site say which force it is.
    states = [
        replace(each, name=ONLY_ONE.get(each.kind, each.name)) if kinds.count(each.kind) == 1 else each
        for each in states
    ]
    if not states[0].name:  # nobody is named, or its parts were answered
        return f"its status is “{states[0].state.label.lower()}”"
    groups = names_by_equal_state(states)
    if len(groups) > MOST_ANSWERS_IN_A_SENTENCE:
        found = [each.state for each in states]
        counted = [f"{found.count(state)} “{state.label.lower()}”" for state in State if state in found]
        return f"of {len(states)} organisations, {join_as_in_a_sentence(counted)}"
    return ", while ".join(
        f"{join_as_in_a_sentence(names)} {_answer(state, another, several=len(names) > 1)}"
        for state, names in groups.items()
    )


def _answer(each: RespondentState, another: bool, *, several: bool) -> str:
    day = PartialDate.of_day(each.passed_since).words if each.passed_since else ""
    not_answered = NOT_ANSWERED_BESIDE_ANOTHER if another else NOT_ANSWERED
    words = ANSWERS.get(each.position, not_answered) + RESULTS.get(each.state, "")
    return words.format(day=day, **(SEVERAL if several else ONE))
