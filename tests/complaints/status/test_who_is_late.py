"""Where one of several organisations is past a deadline, readers are told which one."""

import pytest
from bs4 import BeautifulSoup

from complaints.vocabulary import ActionStatus, OrganisationKind, Position
from pages.core.partial_dates import PartialDate
from tests.complaints.data.data_client import csv_rows, entries
from tests.complaints.data.page_reader import text_of
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    SuperComplaintPageFactory,
    change_live,
    make_action,
    make_response,
    publish,
)

pytestmark = pytest.mark.django_db

LATE = PartialDate(2025, 5, 1)
TO_COME = PartialDate(2044, 5, 1)


@pytest.fixture
def force():
    force = OrganisationFactory(name="Borsetshire Police")
    SiteWordingFactory(force_name=force.name)
    return force


@pytest.fixture
def commissioner():
    return OrganisationFactory(
        name="Borsetshire Commissioner", kind=OrganisationKind.COMMISSIONER
    )


@pytest.fixture
def stalking(section):
    return SuperComplaintPageFactory(
        parent=section, slug="stalking", report_published=PartialDate(2024, 9, 27)
    )


@pytest.fixture
def make(stalking, force):
    """Return a function that publishes a recommendation with the due date of each organisation."""

    def publish_one(number, due_dates, **fields):
        whose = list(due_dates)
        page = RecommendationResponsePageFactory(
            parent=stalking,
            number=number,
            responses=[make_response(Position.ACCEPTED, *whose)],
            actions=[
                make_action(ActionStatus.IN_PROGRESS, due, respondents=[each])
                for each, due in due_dates.items()
            ],
            **{"addressees": whose, **fields},
        )
        return publish(page)

    return publish_one


def sentence_at(client, address):
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return text_of(soup.main.select_one(".answer"))


def test_the_status_of_the_whole_names_the_one_organisation_that_is_late(
    client, make, force, commissioner
):
    make("7", {force: TO_COME, commissioner: LATE})
    detail = "Borsetshire Commissioner: its own due date was 1 May 2025, marked as in progress"

    [row], [entry] = csv_rows(client), entries(client)

    assert row["status_label"] == "Past the deadline, not marked complete"
    assert row["status_detail"] == entry["status_detail"] == detail


def test_the_status_of_the_whole_names_nobody_where_all_or_only_one_have_it(
    client, make, force, commissioner
):
    make("7", {force: LATE, commissioner: LATE})
    make("8", {force: LATE})

    details = {row["status_detail"] for row in csv_rows(client)}
    assert details == {"its own due date was 1 May 2025, marked as in progress"}


def test_totals_say_for_whom_alone_recommendations_are_past_the_deadline(
    client, make, force, commissioner
):
    for number, due_dates in {
        "1": {force: TO_COME, commissioner: LATE},
        "2": {force: TO_COME, commissioner: LATE},
        "3": {force: LATE, commissioner: TO_COME},
        "4": {force: LATE, commissioner: LATE},
        "5": {force: LATE},
        "6": {force: TO_COME, commissioner: TO_COME},
    }.items():
        page = make(number, due_dates)
    told = (
        "6 recommendations: 5 past the deadline, 1 in progress. None is marked complete. "
        "2 are past the deadline only for Borsetshire Commissioner. "
        "1 is past the deadline only for Borsetshire Police."
    )

    for address in (page.super_complaint.url, "/super-complaints/"):
        main = BeautifulSoup(client.get(address).content, "html.parser").main
        assert told in " ".join(main.text.split()), address


def test_an_organisation_that_is_late_and_was_not_asked_makes_no_total_late(
    client, make, force
):
    association = OrganisationFactory(
        name="An Association", kind=OrganisationKind.OTHER
    )
    page = make("1", {force: TO_COME, association: LATE}, addressees=[force])

    [row] = csv_rows(client)
    assert row["status"] == "in_progress"
    assert row["status_detail"] == ""
    assert "only for" not in sentence_at(client, page.super_complaint.url)


def test_who_was_asked_and_has_no_status_is_named_beside_those_who_have_one(
    client, make, force
):
    home_office = OrganisationFactory(
        name="Home Office", kind=OrganisationKind.GOVERNMENT
    )
    college = OrganisationFactory(
        name="College of Policing", kind=OrganisationKind.OTHER
    )
    council = OrganisationFactory(name="A Council", kind=OrganisationKind.OTHER)
    for number, others, told in (
        ("1", [home_office], "The Home Office was asked and has no status here."),
        (
            "2",
            [home_office, college],
            "The College of Policing and the Home Office were asked and have no status here.",
        ),
        (
            "3",
            [home_office, college, council],
            "3 other organisations were asked and have no status here.",
        ),
        ("4", [], ""),
    ):
        page = make(number, {force: TO_COME}, addressees=[force, *others])

        sentences = sentence_at(client, page.url)
        assert sentences.endswith(told or "The next due date is 1 May 2044.")
        assert ("no status here" in sentences) == bool(told)
        [row] = [each for each in csv_rows(client) if each["number"] == number]
        assert row["sentences"] == sentences


def test_a_recommendation_to_others_alone_says_once_whom_it_is_for(
    client, stalking, force
):
    home_office = OrganisationFactory(
        name="Home Office", kind=OrganisationKind.GOVERNMENT
    )
    page = publish(
        RecommendationResponsePageFactory(parent=stalking, addressees=[home_office])
    )

    assert "no status here" not in sentence_at(client, page.url)


def test_whoever_has_a_successor_with_a_status_is_not_said_to_have_none(
    client, make, force
):
    old = OrganisationFactory(name="Old Police", successor=force)
    page = make("1", {force: TO_COME}, addressees=[force, old])

    assert "no status here" not in sentence_at(client, page.url)


def test_of_three_that_differ_the_one_that_is_late_is_named(
    client, make, force, commissioner
):
    other = OrganisationFactory(name="Felpersham Police")
    page = make("1", {force: TO_COME, commissioner: LATE, other: None})

    assert (
        "3 organisations: 1 past the deadline, 2 in progress. Past the deadline: the commissioner."
        in (sentence_at(client, page.url))
    )


def test_an_organisation_that_responds_without_being_asked_is_said_to_have_no_part(
    client, stalking, force, commissioner
):
    page = publish(
        RecommendationResponsePageFactory(
            parent=stalking,
            number="1",
            addressees=[force],
            responses=[make_response(Position.NOT_STATED, force, commissioner)],
            actions=[make_action(ActionStatus.COMPLETE, respondents=[force])],
        )
    )
    told = sentence_at(client, page.url)

    assert "The commissioner responded." in told
    assert "The commissioner’s part" not in told
    publish(change_live(page, addressees=[force, commissioner]))
    assert "The commissioner’s part is not marked complete." in sentence_at(
        client, page.url
    )


def test_a_part_that_one_marks_complete_is_not_taken_for_the_part_of_the_other(
    client, stalking, force, commissioner
):
    page = publish(
        RecommendationResponsePageFactory(
            parent=stalking,
            number="",
            kind="part",
            addressees=[force, commissioner],
            responses=[make_response(Position.NOT_STATED, force, commissioner)],
            actions=[make_action(ActionStatus.COMPLETE, respondents=[commissioner])],
        )
    )

    told = sentence_at(client, page.url)
    assert "The commissioner marked this part of the recommendation complete." in told
