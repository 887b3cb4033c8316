"""The sentence that answers first says by when, who answered and what became of it, and stays short."""

import datetime
from itertools import product

from complaints.states.respondent_states import RespondentState, answer_sentence
from complaints.vocabulary import OrganisationKind, Position, State
from pages.core.partial_dates import PartialDate
from pages.core.readability import MOST_WORDS, WORD

FORCE, COMMISSIONER, OTHER = (
    OrganisationKind.POLICE_FORCE,
    OrganisationKind.COMMISSIONER,
    OrganisationKind.OTHER,
)
SINCE = datetime.date(2025, 3, 28)


def state_of(position, state, kind=FORCE, name="Borsetshire Police", passed_since=None):
    return RespondentState(name, position, "", state, passed_since, kind != OTHER, kind)


def test_the_sentence_says_by_when_who_and_what():
    force, felpersham = state_of("", State.NOT_ANSWERED), "Felpersham Police"
    commissioner = (COMMISSIONER, "The PFCC")
    for states, deadline, printed, sentence in (
        (
            [state_of(Position.ACCEPTED, State.OVERDUE, passed_since=SINCE)],
            *("2025-03-27", "by 27 March 2025"),
            "The report asks for this by 27 March 2025; "
            "the force accepted it, and is overdue since 28 March 2025.",
        ),
        (
            [force, state_of("", State.NOT_ANSWERED, *commissioner)],
            *("2025-03", ""),
            "The report asks for this by the end of March 2025; "
            "the force and the commissioner have not answered.",
        ),
        (
            [
                state_of(Position.ACCEPTED, State.COMPLETE),
                state_of(Position.NOT_ACCEPTED, State.NOT_ACCEPTED, *commissioner),
            ],
            *("", "within six months"),
            "The report asks for this “within six months”; the force accepted it and says that it is done, "
            "while the commissioner did not accept it.",
        ),
        # Whoever answers for all forces does not speak for ours.
        (
            [
                state_of(Position.ACCEPTED, State.NO_ACTIONS, OTHER, "The Council"),
                state_of(Position.ANSWERED_BY_OTHER, State.NOT_STATED),
            ],
            *("", ""),
            "No date is known for this; the force let another body answer, but does not say if it is done.",
        ),
        # What it says may be said for ours, too.
        (
            [
                state_of(Position.NOT_STATED, State.NOT_STATED, OTHER, "The Association"),
                state_of("", State.DEADLINE_PASSED, *commissioner),
            ],
            *("", ""),
            "No date is known for this; the commissioner has not answered separately.",
        ),
        (
            [state_of(Position.ACCEPTED, State.NO_ACTIONS, OTHER, "The Council")],
            *("", ""),
            "No date is known for this; The Council accepted it, but lists no action.",
        ),
        # Two forces are told apart by their names.
        (
            [force, state_of("", State.NOT_ANSWERED, name=felpersham)],
            *("", ""),
            "No date is known for this; Borsetshire Police and Felpersham Police have not answered.",
        ),
        (
            [
                force,
                state_of(Position.ACCEPTED, State.COMPLETE, name=felpersham),
                state_of(Position.ACCEPTED, State.IN_PROGRESS, *commissioner),
            ],
            *("", ""),
            "No date is known for this; "
            "of 3 organisations, 1 “not answered”, 1 “in progress” and 1 “complete”.",
        ),
        (
            [state_of("", State.NO_ACTIONS, kind="", name="")],
            *("", ""),
            "No date is known for this; its status is “no actions listed”.",
        ),
    ):
        date = PartialDate.parse(deadline) if deadline else None

        assert answer_sentence(states, date, printed) == sentence


def test_the_sentence_of_a_force_and_its_commissioner_stays_short():
    for position, state in product(["", *Position], State):
        one = state_of(position, state, passed_since=SINCE if state == State.OVERDUE else None)
        text = answer_sentence([one], PartialDate(2025, 3, 27), "")
        assert len(WORD.findall(text)) <= MOST_WORDS, text
        assert "{" not in text
