"""Whatever a respondent says counts as an answer, even where no position is stated."""

import datetime

import pytest

from complaints.models import ProgressUpdate
from complaints.vocabulary import ActionStatus, OrganisationKind, Position, State
from pages.core.partial_dates import PartialDate
from tests.factories import OrganisationFactory, change_live, make_action, make_response

from .conftest import change_action, rows

pytestmark = pytest.mark.django_db

LATE = {"deadline": PartialDate(2025, 3, 27)}
DATA = "/super-complaints/data/recommendations.json"


def update(*respondents):
    return ProgressUpdate(
        as_at=PartialDate(2024, 11), text="<p>It was sent out.</p>", respondents=respondents
    )


def test_a_completed_action_alone_is_complete_on_the_page_and_in_the_data(
    make_recommendation, our_force, client
):
    done = make_action(ActionStatus.COMPLETE, completed=PartialDate(2024, 11))
    page = make_recommendation(actions=[done], **LATE)

    assert rows(page) == dict.fromkeys(["Force", None], (State.COMPLETE, Position.NOT_STATED))
    shown = client.get(page.url).content.decode()
    assert "Complete" in shown
    assert shown.count("The force states no position") == 1
    for untrue in ("Deadline passed", "Not answered", "No response to this recommendation", "Overdue"):
        assert untrue not in shown
    [entry] = client.get(DATA).json()["recommendations"]
    assert entry["state"] == "complete"
    assert entry["position_label"] == "No position stated"
    assert entry["last_reported"] == "2024-11"
    assert [each["name"] for each in entry["respondents"]] == ["Force"]


def test_who_says_anything_is_neither_unanswered_nor_without_an_update(make_recommendation, our_force):
    for said in (
        {"progress_updates": [update()]},
        {"actions": [make_action("")]},
        {"actions": [make_action("", PartialDate(2024, 6, 14))]},
    ):
        page = make_recommendation(**said, **LATE)

        assert rows(page)["Force"] == (State.NOT_STATED, Position.NOT_STATED)
        assert {row.state_today for row in page.states.all()} == {State.NOT_STATED}


def test_that_a_date_has_passed_is_told_beside_the_status_of_who_has_answered(
    make_recommendation, our_force, client
):
    answers = [make_response(Position.ACCEPTED, our_force), make_response("", our_force, sort_order=1)]
    page = make_recommendation(responses=answers, **LATE)

    assert rows(page)["Force"] == (State.NO_ACTIONS, Position.ACCEPTED)
    assert page.states.get(respondent=None).passed_since == datetime.date(2025, 3, 28)
    assert "past its date since" in client.get(page.url).content.decode()


def test_an_update_is_of_the_force_unless_somebody_else_is_chosen(make_recommendation, our_force):
    commissioner = OrganisationFactory(name="Commissioner", kind=OrganisationKind.COMMISSIONER)
    page = make_recommendation(
        addressees=[our_force, commissioner],
        responses=[make_response(Position.NOT_STATED, commissioner)],
        progress_updates=[update(commissioner)],
        **LATE,
    )

    assert rows(page)["Force"] == (State.NOT_ANSWERED, "")
    assert rows(page)["Commissioner"] == (State.NOT_STATED, Position.NOT_STATED)


def test_a_completed_action_without_a_response_is_reopened_when_work_goes_on(make_recommendation, our_force):
    page = make_recommendation(actions=[make_action(ActionStatus.COMPLETE, completed=PartialDate(2024, 11))])

    change_action(page, status=ActionStatus.IN_PROGRESS, completed=None)
    change_live(page)

    assert rows(page)["Force"][0] == State.REOPENED


def test_where_the_organisation_of_the_force_is_not_entered_its_actions_count(make_recommendation):
    page = make_recommendation(actions=[make_action(ActionStatus.COMPLETE, completed=PartialDate(2024, 11))])

    assert rows(page) == {None: (State.COMPLETE, Position.NOT_STATED)}
