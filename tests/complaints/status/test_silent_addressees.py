"""The force or its commissioner that was asked and has not answered, beside somebody who has."""

import pytest

from complaints.vocabulary import (
    ActionStatus,
    DetailedStatus,
    OrganisationKind,
    Position,
    Status,
)
from pages.core.partial_dates import PartialDate
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    change_live,
    make_action,
    make_response,
)

from .conftest import rows, statuses

pytestmark = pytest.mark.django_db


def test_who_was_asked_by_name_and_is_silent_has_not_answered(
    make_recommendation, force, commissioner
):
    office = OrganisationFactory(name="Home Office", kind=OrganisationKind.GOVERNMENT)
    page = make_recommendation(
        addressees=[force, commissioner, office],
        deadline=PartialDate(2025, 3, 27),
        responses=[make_response(Position.ACCEPTED, force)],
        actions=[make_action(ActionStatus.COMPLETE, completed=PartialDate(2025, 3))],
    )

    assert rows(page) == {
        "Force": (DetailedStatus.COMPLETE, Position.ACCEPTED),
        "Commissioner": (DetailedStatus.NOT_ANSWERED, ""),
        None: (DetailedStatus.NOT_ANSWERED, Position.ACCEPTED),
    }
    assert (
        page.states.get(respondent=commissioner).detailed_status_today
        == DetailedStatus.DEADLINE_PASSED
    )
    # The whole is marked complete only if everyone asked is.
    past = Status.PAST_DEADLINE
    assert statuses(page) == {
        "Force": Status.MARKED_COMPLETE,
        "Commissioner": past,
        None: past,
    }
    # An association that answers for its members is not late in their place.
    association = OrganisationFactory(name="Association", kind=OrganisationKind.OTHER)
    change_live(
        page, responses=[make_response(Position.ACCEPTED, association)], actions=[]
    )
    assert (
        page.states.get(respondent=association).detailed_status_today
        == DetailedStatus.NO_ACTIONS
    )
    for respondent in (commissioner, None):
        assert (
            page.states.get(respondent=respondent).detailed_status_today
            == DetailedStatus.DEADLINE_PASSED
        )
    published = Status.RESPONSE_PUBLISHED
    assert statuses(page) == dict.fromkeys(["Force", "Commissioner", None], past) | {
        "Association": published
    }


def test_where_nobody_answered_each_who_was_asked_has_a_row(
    section, force, commissioner
):
    above = SuperComplaintPageFactory(
        parent=section, respond_by=PartialDate(2024, 11, 22)
    )
    page = RecommendationResponsePageFactory(
        parent=above, addressees=[force, commissioner]
    )

    assert rows(page) == dict.fromkeys(
        ["Force", "Commissioner", None], (DetailedStatus.NOT_ANSWERED, "")
    )
    assert {row.detailed_status_today for row in page.states.all()} == {
        DetailedStatus.DEADLINE_PASSED
    }
    # Only the deadline to respond has passed.
    assert set(statuses(page).values()) == {Status.RESPONSE_MISSING}


def test_a_reply_of_a_body_that_does_not_speak_for_the_force_does_not_end_its_time_to_respond(
    section, our_force, client
):
    above = SuperComplaintPageFactory(
        parent=section, respond_by=PartialDate(2024, 11, 22)
    )
    college = OrganisationFactory(
        name="College of Policing", kind=OrganisationKind.OTHER
    )
    page = RecommendationResponsePageFactory(
        parent=above, responses=[make_response("accepted", college)]
    )

    missing = Status.RESPONSE_MISSING
    expected = {
        "Force": missing,
        "College of Policing": Status.RESPONSE_PUBLISHED,
        None: missing,
    }
    assert statuses(page) == expected
    assert page.states.get(respondent=our_force).respond_by == PartialDate(2024, 11, 22)
    shown = client.get(page.url).content.decode()
    assert "No response from the force is on this site." in shown
    assert "The deadline to respond was 22 November 2024." in shown
    # One that speaks for the force ends it: its letter is a response of the force.
    change_live(
        page, responses=[make_response("accepted", our_force, answered_by="NPCC")]
    )
    assert set(statuses(page).values()) == {Status.RESPONSE_PUBLISHED}
    assert {row.respond_by for row in page.states.all()} == {None}


def test_an_answer_of_the_commissioner_alone_does_not_hide_that_the_force_is_silent(
    make_recommendation, our_force
):
    commissioner = OrganisationFactory(
        name="Commissioner", kind=OrganisationKind.COMMISSIONER
    )
    page = make_recommendation(
        addressees_printed="chief constables and police and crime commissioners",
        responses=[make_response(Position.ACCEPTED, commissioner)],
    )

    assert rows(page) == {
        "Force": (DetailedStatus.NOT_ANSWERED, ""),
        "Commissioner": (DetailedStatus.NO_ACTIONS, Position.ACCEPTED),
        None: (DetailedStatus.NOT_ANSWERED, Position.ACCEPTED),
    }
