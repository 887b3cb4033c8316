"""The sentences about a recommendation: by when, who responded and how, what is marked complete."""

from datetime import UTC, datetime

import pytest

from complaints.status.respondent_states import RespondentState
from complaints.status.sentences import Deadline, describe
from complaints.vocabulary import (
    POSITION_NOT_ENTERED,
    DetailedStatus,
    ItemKind,
    Knowledge,
    OrganisationKind,
    Position,
    Status,
)
from pages.core.partial_dates import PartialDate

FORCE, COMMISSIONER, OTHER = (
    OrganisationKind.POLICE_FORCE,
    OrganisationKind.COMMISSIONER,
    OrganisationKind.OTHER,
)
NOT_RECORDED = "We have not recorded a deadline."
PAST = Deadline(PartialDate(2025, 3, 27))
TO_COME = Deadline(PartialDate(2027, 3, 31))
MAY = PartialDate(2025, 5, 1)


@pytest.fixture(autouse=True)
def on_a_day(time_machine):
    time_machine.move_to(datetime(2025, 6, 1, 12, tzinfo=UTC), tick=False)


def state_of(
    state,
    position="",
    status=Status.RESPONSE_PUBLISHED,
    kind=FORCE,
    name="Borsetshire Police",
    **fields,
):
    """Return what one organisation did; a status that follows from ``state`` need not be given."""
    status = {
        DetailedStatus.NOT_ANSWERED: Status.RESPONSE_MISSING,
        DetailedStatus.AWAITING: Status.RESPONSE_MISSING,
        DetailedStatus.COMPLETE: Status.MARKED_COMPLETE,
        DetailedStatus.COMPLETE_LATE: Status.MARKED_COMPLETE,
        DetailedStatus.NOT_STARTED: Status.NOT_STARTED,
        DetailedStatus.IN_PROGRESS: Status.IN_PROGRESS,
        DetailedStatus.NOT_ACCEPTED: Status.CLOSED,
        DetailedStatus.NOT_APPLICABLE: Status.CLOSED,
        DetailedStatus.SUPERSEDED: Status.CLOSED,
        DetailedStatus.CLOSED: Status.CLOSED,
    }.get(state, status)
    fields = {"open_status": status, **fields}
    return RespondentState(
        name,
        position,
        "",
        state,
        state,
        status,
        is_local=kind != OTHER,
        kind=kind,
        **fields,
    )


def complete(state=DetailedStatus.COMPLETE, **fields):
    return state_of(state, Position.ACCEPTED, actions=1, actions_complete=1, **fields)


@pytest.mark.parametrize(
    ("states", "deadline", "sentences"),
    [
        (
            [state_of(DetailedStatus.NOT_ANSWERED)],
            Deadline(),
            f"{NOT_RECORDED} No response from the force is on this site.",
        ),
        (
            [state_of(DetailedStatus.NOT_ANSWERED)],
            PAST,
            "The report asked for this by 27 March 2025. No response from the force is on this site.",
        ),
        (
            [state_of(DetailedStatus.NOT_ANSWERED)],
            Deadline(PartialDate(2025, 3)),
            "The report asked for this by the end of March 2025. No response from the force is on this site.",
        ),
        (
            [state_of(DetailedStatus.AWAITING, Position.AWAITING)],
            TO_COME,
            "The deadline is 31 March 2027. The force says it will respond later.",
        ),
        (
            [
                state_of(
                    DetailedStatus.AWAITING,
                    Position.AWAITING,
                    respond_by=PartialDate(2024, 11, 22),
                )
            ],
            TO_COME,
            "The deadline is 31 March 2027. The force says it will respond later. "
            "The deadline to respond was 22 November 2024.",
        ),
        (
            [
                state_of(
                    DetailedStatus.NOT_STATED, Position.NOT_STATED, Status.PAST_DEADLINE
                )
            ],
            PAST,
            "The report asked for this by 27 March 2025. The force responded. It is not marked complete.",
        ),
        (
            [state_of(DetailedStatus.NO_ACTIONS, Position.ACCEPTED)],
            Deadline(printed="within 56 days"),
            "The report asked for this “within 56 days”. The force accepted it. "
            "No actions by the force are on this site.",
        ),
        (
            [
                state_of(
                    DetailedStatus.NO_ACTIONS, Position.ACCEPTED, Status.PAST_DEADLINE
                )
            ],
            Deadline(printed="within 56 days", is_over=True),
            "The report asked for this “within 56 days”. That deadline has passed. The force accepted it. "
            "No actions by the force are on this site.",
        ),
        (
            [
                state_of(
                    DetailedStatus.NO_ACTIONS, Position.ACCEPTED, Status.PAST_DEADLINE
                )
            ],
            Deadline(
                printed="within 56 days", note="The 56 days are over.", is_over=True
            ),
            "The deadline given is “within 56 days”. The 56 days are over. "
            "The force accepted this recommendation. No actions by the force are on this site.",
        ),
        (
            [state_of(DetailedStatus.NOT_STARTED, Position.ACCEPTED, actions=2)],
            Deadline(none_given=True),
            "The report gives no deadline. The force accepted this recommendation. "
            "No action is marked as started.",
        ),
        (
            [
                state_of(
                    DetailedStatus.IN_PROGRESS,
                    Position.ACCEPTED,
                    actions=3,
                    actions_complete=1,
                    due=PartialDate(2027, 5, 1),
                )
            ],
            TO_COME,
            "The deadline is 31 March 2027. The force accepted this recommendation. "
            "1 of 3 actions is marked complete. The next due date is 1 May 2027.",
        ),
        (
            [
                state_of(
                    DetailedStatus.OVERDUE,
                    Position.ACCEPTED,
                    Status.PAST_DEADLINE,
                    due=MAY,
                    due_has_passed=True,
                )
            ],
            TO_COME,
            "The deadline is 31 March 2027. "
            "The force accepted this recommendation and gave a due date of 1 May 2025. "
            "It is not marked complete.",
        ),
        (
            [complete(completed=PartialDate(2021, 12))],
            Deadline(printed="immediately"),
            "The report asked for this “immediately”. The force marked it complete in December 2021.",
        ),
        (
            [
                complete(
                    DetailedStatus.COMPLETE_LATE,
                    completed=PartialDate(2025, 4, 1),
                    missed_limit=PAST.day,
                    missed_deadline=True,
                )
            ],
            PAST,
            "The report asked for this by 27 March 2025. "
            "The force marked it complete on 1 April 2025, after the deadline of 27 March 2025.",
        ),
        (
            [
                complete(
                    DetailedStatus.COMPLETE_LATE,
                    completed=PartialDate(2025, 5, 2),
                    missed_limit=MAY,
                )
            ],
            Deadline(printed="soon"),
            "The report asked for this “soon”. "
            "The force marked it complete on 2 May 2025, after its own due date of 1 May 2025.",
        ),
        (
            [complete(completion_known=Knowledge.NONE)],
            Deadline(printed="soon"),
            "The report asked for this “soon”. The force marked it complete. No completion date is given.",
        ),
        (
            [complete()],
            Deadline(printed="soon"),
            "The report asked for this “soon”. The force marked it complete. We have not recorded when.",
        ),
        (
            [complete(completion_known=Knowledge.STATED)],
            Deadline(),
            f"{NOT_RECORDED} The force marked this recommendation complete.",
        ),
        (
            [
                state_of(
                    DetailedStatus.NOT_ANSWERED,
                    POSITION_NOT_ENTERED,
                    has_response=False,
                    actions=1,
                )
            ],
            Deadline(),
            f"{NOT_RECORDED} No response from the force is on this site. "
            "An action by the force is on this site. "
            "We have not recorded whether it accepts. "
            "This recommendation is not marked complete.",
        ),
        (
            [
                state_of(
                    DetailedStatus.NOT_ANSWERED,
                    POSITION_NOT_ENTERED,
                    has_response=False,
                )
            ],
            Deadline(),
            f"{NOT_RECORDED} No response from the force is on this site. "
            "An update from the force is on this site. "
            "We have not recorded whether it accepts. "
            "This recommendation is not marked complete.",
        ),
        (
            [complete(completion_chosen_here=True, completion_known=Knowledge.NONE)],
            Deadline(printed="soon"),
            "The report asked for this “soon”. "
            "The force’s web editors marked it complete, going by what the force reported. "
            "No completion date is given.",
        ),
        (
            [
                complete(
                    DetailedStatus.COMPLETE_LATE,
                    completion_chosen_here=True,
                    completed=PartialDate(2025, 4),
                    missed_limit=PAST.day,
                    missed_deadline=True,
                )
            ],
            PAST,
            "The report asked for this by 27 March 2025. "
            "The force’s web editors marked it complete, going by what the force reported. "
            "The date given is April 2025. "
            "That is after the deadline of 27 March 2025.",
        ),
        (
            [
                state_of(
                    DetailedStatus.REOPENED,
                    Position.ACCEPTED,
                    Status.NOT_STARTED,
                    actions=1,
                )
            ],
            Deadline(printed="soon"),
            "The report asked for this “soon”. The force accepted it. "
            "It was marked complete before and is open again. No action is marked as started.",
        ),
        (
            [state_of(DetailedStatus.SUPERSEDED, Position.ACCEPTED)],
            Deadline(printed="soon"),
            "The report asked for this “soon”. The force accepted it. The force replaced all its actions.",
        ),
        (
            [state_of(DetailedStatus.CLOSED, Position.ACCEPTED, actions=2)],
            Deadline(printed="soon"),
            "The report asked for this “soon”. The force accepted it. "
            "The force’s actions are closed, not marked complete.",
        ),
        (
            [
                state_of(
                    DetailedStatus.CLOSED,
                    Position.ACCEPTED,
                    actions=2,
                    actions_complete=1,
                )
            ],
            Deadline(printed="soon"),
            "The report asked for this “soon”. The force accepted it. "
            "1 of 2 actions is marked complete. The other action is closed.",
        ),
        (
            [
                state_of(
                    DetailedStatus.CLOSED,
                    Position.ACCEPTED,
                    actions=4,
                    actions_complete=2,
                )
            ],
            Deadline(printed="soon"),
            "The report asked for this “soon”. The force accepted it. "
            "2 of 4 actions are marked complete. The other actions are closed.",
        ),
        (
            [state_of(DetailedStatus.NOT_STATED, Position.ACCEPTED, is_asked=False)],
            Deadline(printed="soon"),
            "The report asked for this “soon”. This recommendation is for other organisations. "
            "The force accepted it. It is not marked complete.",
        ),
        (
            [
                state_of(
                    DetailedStatus.NOT_ACCEPTED,
                    Position.NOT_ACCEPTED,
                    reason_known=Knowledge.NONE,
                )
            ],
            PAST,
            "The report asked for this by 27 March 2025. The force did not accept it. "
            "The response gives no reason.",
        ),
        (
            [state_of(DetailedStatus.NOT_ACCEPTED, Position.NOT_ACCEPTED)],
            PAST,
            "The report asked for this by 27 March 2025. The force did not accept it. "
            "We have not recorded the reason.",
        ),
        (
            [
                state_of(
                    DetailedStatus.NOT_ACCEPTED,
                    Position.NOT_ACCEPTED,
                    reason_known=Knowledge.STATED,
                )
            ],
            PAST,
            "The report asked for this by 27 March 2025. The force did not accept it. "
            "The response gives the reason.",
        ),
        (
            [
                state_of(
                    DetailedStatus.NOT_APPLICABLE,
                    Position.NOT_APPLICABLE,
                    reason_known=Knowledge.STATED,
                )
            ],
            Deadline(),
            f"{NOT_RECORDED} The force says this recommendation does not apply here. "
            "The response gives the reason.",
        ),
        (
            [state_of(DetailedStatus.NOT_STATED, Position.NOTHING_TO_ADD)],
            Deadline(),
            f"{NOT_RECORDED} The force said it has nothing to add.",
        ),
        (
            [state_of(DetailedStatus.NOT_STATED, "not_entered")],
            PAST,
            "The report asked for this by 27 March 2025. The force responded. "
            "We have not recorded whether it accepts. It is not marked complete.",
        ),
        (
            [
                state_of(
                    DetailedStatus.NO_ACTIONS,
                    Position.ACCEPTED,
                    kind=COMMISSIONER,
                    answered_by="Association of Commissioners (APCC)",
                )
            ],
            PAST,
            "The report asked for this by 27 March 2025. "
            "The APCC responded on behalf of the commissioner and accepted it. "
            "No actions by the commissioner are on this site.",
        ),
        (
            [complete(completed=MAY, answered_by="APCC")],
            PAST,
            "The report asked for this by 27 March 2025. "
            "The APCC responded on behalf of the force and accepted it. "
            "It was marked complete on 1 May 2025.",
        ),
    ],
)
def test_the_sentences_of_one_organisation(states, deadline, sentences):
    assert describe(states, deadline) == sentences


@pytest.mark.parametrize(
    ("states", "sentences"),
    [
        (
            [
                state_of(DetailedStatus.NOT_ANSWERED),
                state_of(DetailedStatus.NOT_ANSWERED, kind=COMMISSIONER, name="PFCC"),
            ],
            "No response from the force or the commissioner is on this site.",
        ),
        (
            [
                state_of(DetailedStatus.NOT_STARTED, Position.ACCEPTED, actions=1),
                state_of(
                    DetailedStatus.IN_PROGRESS,
                    Position.ACCEPTED_IN_PART,
                    kind=COMMISSIONER,
                    actions=2,
                    actions_complete=1,
                ),
            ],
            "The force accepted this recommendation. No action by the force is marked as started. "
            "The commissioner accepted part of it. "
            "1 of the commissioner’s 2 actions is marked complete.",
        ),
        (
            [
                state_of(DetailedStatus.NOT_STATED, Position.NOT_STATED),
                state_of(DetailedStatus.NOT_ANSWERED, kind=COMMISSIONER, name="PFCC"),
            ],
            "The force responded. The force’s part is not marked complete. "
            "No response from the commissioner is on this site.",
        ),
        # What an association says for its members is not said of ours.
        (
            [
                state_of(
                    DetailedStatus.NO_ACTIONS,
                    Position.ACCEPTED,
                    kind=OTHER,
                    name="The Association",
                ),
                state_of(DetailedStatus.NOT_ANSWERED),
            ],
            "No response from the force is on this site.",
        ),
        (
            [
                state_of(
                    DetailedStatus.NO_ACTIONS,
                    Position.ACCEPTED,
                    kind=OTHER,
                    name="The Association",
                )
            ],
            "The Association accepted this recommendation. No actions by the Association are on this site.",
        ),
        # Two forces are told apart by their names.
        (
            [
                state_of(DetailedStatus.NOT_ANSWERED),
                state_of(DetailedStatus.NOT_ANSWERED, name="Felpersham Police"),
            ],
            "No response from Borsetshire Police or Felpersham Police is on this site.",
        ),
        (
            [
                state_of(DetailedStatus.NOT_ANSWERED),
                complete(name="Felpersham Police"),
                state_of(
                    DetailedStatus.IN_PROGRESS, Position.ACCEPTED, kind=COMMISSIONER
                ),
            ],
            "3 organisations: 1 response missing, 1 in progress, 1 marked complete.",
        ),
        (
            [
                state_of(
                    DetailedStatus.NOT_ANSWERED, status=Status.PAST_DEADLINE, name="A"
                ),
                state_of(DetailedStatus.NOT_ANSWERED, name="B"),
                state_of(DetailedStatus.NOT_STATED, name="C"),
                state_of(DetailedStatus.NOT_STARTED, name="D"),
                state_of(DetailedStatus.IN_PROGRESS, name="E"),
                state_of(DetailedStatus.CLOSED, name="F"),
                complete(name="G"),
            ],
            "7 organisations: 2 response missing, 1 response published, 1 not started, 1 in progress, "
            "1 closed. The others: 1 marked complete.",
        ),
    ],
)
def test_several_organisations_are_named_or_counted(states, sentences):
    assert describe(states, Deadline()) == f"{NOT_RECORDED} {sentences}"


def test_where_nobody_here_is_asked_the_sentences_say_what_is_known_of_that():
    for asked, sentence in (
        (Knowledge.STATED, "This recommendation is for other organisations."),
        (Knowledge.NONE, "The report does not say who is asked."),
        (Knowledge.NOT_ENTERED, "We have not recorded who is asked."),
    ):
        state = RespondentState(
            "",
            "",
            "",
            DetailedStatus.NOT_STATED,
            DetailedStatus.NOT_STATED,
            None,
            who_is_asked=asked,
            kind="",
        )

        assert describe([state], Deadline()) == f"{NOT_RECORDED} {sentence}"


def test_an_action_of_a_report_is_not_called_a_recommendation():
    state = state_of(DetailedStatus.NO_ACTIONS, Position.ACCEPTED)

    assert "accepted this action." in describe(
        [state], Deadline(), kind=ItemKind.ACTION
    )
    assert "accepted this part of the recommendation." in describe(
        [state], Deadline(), kind=ItemKind.PART
    )


def test_of_parts_that_nobody_answered_as_a_whole_the_status_is_told():
    def unnamed(state, **fields):
        return describe([state_of(state, kind="", name="", **fields)], PAST).partition(
            "2025. "
        )[2]

    assert unnamed(DetailedStatus.COMPLETE) == "It is marked complete."
    assert unnamed(DetailedStatus.NOT_ANSWERED) == "No response is on this site."
    assert unnamed(DetailedStatus.IN_PROGRESS) == "In progress."
    late = unnamed(
        DetailedStatus.NOT_STATED,
        status=Status.PAST_DEADLINE,
        due=MAY,
        due_has_passed=True,
    )
    assert (
        late == "Past the deadline, not marked complete. The due date was 1 May 2025."
    )


def test_the_sentences_can_be_those_of_another_day():
    state = state_of(DetailedStatus.NOT_ANSWERED)

    assert describe([state], PAST, datetime(2025, 3, 27).date()).startswith(
        "The deadline is 27 March 2025."
    )
    assert describe([state], PAST, datetime(2025, 3, 28).date()).startswith(
        "The report asked for this by"
    )
