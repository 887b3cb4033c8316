"""What is told of an organisation where nobody has entered whether it accepts."""

import re

import pytest

from complaints.models import ProgressUpdate
from complaints.vocabulary import (
    POSITION_NOT_ENTERED,
    ActionStatus,
    DeadlineKind,
    DetailedStatus,
    OrganisationKind,
    Position,
    Status,
)
from pages.core.partial_dates import PartialDate
from tests.factories import OrganisationFactory, change_live, make_action, make_response

from .conftest import change_action, rows, statuses

pytestmark = pytest.mark.django_db

LATE = {"deadline": PartialDate(2025, 3, 27)}
DATA = "/super-complaints/data/recommendations.json"


def update(*respondents):
    return ProgressUpdate(
        as_at=PartialDate(2024, 11),
        text="<p>It was sent out.</p>",
        respondents=respondents,
    )


def test_a_completed_action_alone_is_marked_complete_on_the_page_and_in_the_data(
    make_recommendation, our_force, client
):
    done = make_action(ActionStatus.COMPLETE, completed=PartialDate(2024, 11))
    page = make_recommendation(actions=[done], **LATE)

    assert rows(page) == dict.fromkeys(
        ["Force", None], (DetailedStatus.COMPLETE, POSITION_NOT_ENTERED)
    )
    assert statuses(page) == dict.fromkeys(["Force", None], Status.MARKED_COMPLETE)
    shown = client.get(page.url).content.decode()
    assert "The force marked it complete in November 2024." in shown
    assert "No separate response is on this site. See the actions and updates." in shown
    for untrue in (
        "Past the deadline",
        "Response missing",
        "not published a response",
        "not marked complete",
    ):
        assert untrue not in shown
    [entry] = client.get(DATA).json()["recommendations"]
    assert (entry["status"], entry["detailed_status"]) == (
        "marked_complete",
        "complete",
    )
    assert (entry["position"], entry["position_label"]) == (
        "not_entered",
        "Not recorded",
    )
    assert (entry["passed_limit"], entry["passed_date"]) == (None, None)
    assert entry["last_reported"] == "2024-11"
    assert [each["name"] for each in entry["respondents"]] == ["Force"]


def test_an_action_or_update_without_a_status_is_no_response(
    make_recommendation, our_force
):
    for said in (
        {"progress_updates": [update()]},
        {"actions": [make_action("")]},
        {"actions": [make_action("", PartialDate(2024, 6, 14))]},
        {"actions": [make_action(ActionStatus.NOT_STATED)]},
    ):
        page = make_recommendation(**said, **LATE)

        assert rows(page)["Force"] == (
            DetailedStatus.NOT_ANSWERED,
            POSITION_NOT_ENTERED,
        )
        assert {row.detailed_status_today for row in page.states.all()} == {
            DetailedStatus.DEADLINE_PASSED
        }
        assert {row.status for row in page.states.all()} == {Status.RESPONSE_MISSING}
        assert {row.status_today for row in page.states.all()} == {Status.PAST_DEADLINE}


def test_page_list_counts_and_data_agree_that_an_action_alone_is_no_response(
    make_recommendation, our_force, client
):
    page = make_recommendation(addressees=[our_force], actions=[make_action("")])

    shown = client.get(page.url).content.decode()
    assert "Response missing" in shown
    assert "No response published here" in shown
    assert (
        "No response from the force is on this site. An action by the force is on this site. "
        "We have not recorded whether it accepts. This recommendation is not marked complete."
    ) in shown
    assert "Response published" not in shown
    listed = "/super-complaints/recommendations/"
    for found in ("status=response_missing", "position=response_missing"):
        assert page.title in client.get(f"{listed}?{found}").content.decode(), found
    published = client.get(f"{listed}?status=response_published").content.decode()
    assert page.url not in published
    [responded] = re.findall(
        r'<select[^>]*name="respondent".*?</select>', published, re.DOTALL
    )
    assert "Force" not in responded
    assert (
        "with a response missing" in client.get("/super-complaints/").content.decode()
    )
    [entry] = client.get(DATA).json()["recommendations"]
    assert (entry["status"], entry["detailed_status"]) == (
        "response_missing",
        "not_answered",
    )


def test_a_missing_response_beside_actions_past_the_deadline_is_counted_as_missing(
    make_recommendation, our_force, client
):
    make_recommendation(addressees=[our_force], actions=[make_action("")], **LATE)

    shown = client.get("/super-complaints/").content.decode()
    assert "The one past the deadline</a> has a response missing, too." in shown


@pytest.mark.parametrize(
    ("positions", "counted"),
    [
        ([Position.ACCEPTED, Position.NOT_STATED], Position.ACCEPTED),
        ([Position.NOT_ACCEPTED, Position.NOT_STATED], Position.NOT_ACCEPTED),
        ([Position.AWAITING, Position.NOT_STATED], Position.NOT_STATED),
        ([Position.NOT_STATED, Position.ACCEPTED], Position.ACCEPTED),
        ([Position.ACCEPTED, Position.NOT_ACCEPTED], Position.NOT_ACCEPTED),
    ],
)
def test_a_letter_that_does_not_say_whether_it_accepts_takes_nothing_back(
    make_recommendation, our_force, positions, counted
):
    page = make_recommendation(
        responses=[make_response(position, our_force) for position in positions]
    )

    assert rows(page)["Force"][1] == counted


@pytest.mark.parametrize("position", ["", Position.NOT_STATED])
def test_what_another_body_accepted_on_its_behalf_is_not_credited_to_a_letter_of_its_own(
    make_recommendation, our_force, client, position
):
    by_council = make_response(Position.ACCEPTED, our_force, answered_by="The Council")
    page = make_recommendation(
        responses=[by_council, make_response(position, our_force)]
    )

    assert rows(page)["Force"][1] == Position.ACCEPTED
    shown = client.get(page.url).content.decode()
    assert (
        "The Council responded on behalf of the force and accepted this recommendation."
        in shown
    )
    assert "The force accepted" not in shown


def test_that_a_date_has_passed_is_told_with_the_date_and_which_it_is(
    make_recommendation, our_force, client
):
    answers = [
        make_response(Position.ACCEPTED, our_force),
        make_response("", our_force, sort_order=1),
    ]
    page = make_recommendation(responses=answers, **LATE)

    assert rows(page)["Force"] == (DetailedStatus.NO_ACTIONS, Position.ACCEPTED)
    row = page.states.get(respondent=None)
    assert (row.passed_limit, row.passed_date) == (
        DeadlineKind.DEADLINE,
        PartialDate(2025, 3, 27),
    )
    shown = client.get(page.url).content.decode()
    assert "The report asked for this by 27 March 2025." in shown
    assert "No actions by the force are on this site." in shown
    assert "The report asked for this by 27 March 2025. The force accepted it." in shown
    assert "since" not in shown.partition("<main")[2].partition("About this page")[0]


def test_an_update_is_of_the_organisation_that_it_names(make_recommendation, our_force):
    commissioner = OrganisationFactory(
        name="Commissioner", kind=OrganisationKind.COMMISSIONER
    )
    page = make_recommendation(
        addressees=[our_force, commissioner],
        responses=[make_response(Position.NOT_STATED, commissioner)],
        progress_updates=[update(commissioner)],
        **LATE,
    )

    assert rows(page)["Force"] == (DetailedStatus.NOT_ANSWERED, "")
    assert rows(page)["Commissioner"] == (
        DetailedStatus.NOT_STATED,
        Position.NOT_STATED,
    )


def test_a_completed_action_without_a_response_is_reopened_when_work_goes_on(
    make_recommendation, our_force
):
    page = make_recommendation(
        actions=[make_action(ActionStatus.COMPLETE, completed=PartialDate(2024, 11))]
    )

    change_action(page, status=ActionStatus.IN_PROGRESS, completed=None)
    change_live(page)

    assert rows(page)["Force"][0] == DetailedStatus.REOPENED


def test_while_the_site_names_no_force_the_actions_of_any_force_count(
    make_recommendation, force
):
    done = make_action(
        ActionStatus.COMPLETE, completed=PartialDate(2024, 11), respondents=[force]
    )
    page = make_recommendation(actions=[done])

    assert rows(page) == dict.fromkeys(
        ["Force", None], (DetailedStatus.COMPLETE, POSITION_NOT_ENTERED)
    )
