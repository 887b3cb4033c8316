"""One plain sentence about a recommendation: by when it is asked for, who has answered, whether it is done.

It follows from the facts, and is the same on the page, on cards, in search results and where it is shared.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from complaints.vocabulary import OrganisationKind, Position, State
from pages.core.names import join_as_in_a_sentence
from pages.core.partial_dates import PartialDate

from .respondent_states import RespondentState, names_by_equal_state

ONLY_ONE: dict[str, str] = {
    OrganisationKind.POLICE_FORCE: "the force",
    OrganisationKind.COMMISSIONER: "the commissioner",
}
MOST_ANSWERS_IN_A_SENTENCE = 2
NOT_ANSWERED = "{has} not answered"
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


class Asked(Protocol):
    """What was recommended, and how far those who answer are."""

    deadline: PartialDate | None
    deadline_printed: str

    @property
    def respondent_states(self) -> Sequence[RespondentState]:
        """The states of those who answer or were asked."""


def answer_to(item: Asked) -> str:
    """Return the sentence about ``item`` as it is today."""
    return answer_sentence(item.respondent_states, item.deadline, item.deadline_printed)


def answer_sentence(
    states: Sequence[RespondentState], deadline: PartialDate | None, deadline_printed: str
) -> str:
    """Return the sentence for ``states``: for those of ours alone, if there are any."""
    ours = [each for each in states if each.is_local] or list(states)
    return f"{_by_when(deadline, deadline_printed)}; {_what_was_answered(ours)}."


def _by_when(deadline: PartialDate | None, printed: str) -> str:
    if deadline:
        return f"The report asks for this by {'' if deadline.day else 'the end of '}{deadline.words}"
    return f"The report asks for this “{printed}”" if printed else "No date is known for this"


def _what_was_answered(states: list[RespondentState]) -> str:
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
        f"{join_as_in_a_sentence(names)} {_answer(state, several=len(names) > 1)}"
        for state, names in groups.items()
    )


def _answer(each: RespondentState, *, several: bool) -> str:
    day = PartialDate.of_day(each.passed_since).words if each.passed_since else ""
    words = ANSWERS.get(each.position, NOT_ANSWERED) + RESULTS.get(each.state, "")
    return words.format(day=day, **(SEVERAL if several else ONE))
