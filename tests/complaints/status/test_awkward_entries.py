"""Odd but realistic entries, as an editor would make them: what the page and the data then say."""

import pytest
from bs4 import BeautifulSoup

from complaints.models import DueDate, RecommendationState
from complaints.vocabulary import (
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

DEADLINE = PartialDate(2025, 3, 27)
DATA = "/super-complaints/data/recommendations.json"
LIST = "/super-complaints/recommendations/"


@pytest.fixture
def heading_of(client):
    """Return a function that gives the words at the top of a page: sentences, statuses and details."""

    def words(page):
        soup = BeautifulSoup(client.get(page.url).content, "html.parser")
        return " ".join(
            soup.select_one(".page-heading").get_text(" ", strip=True).split()
        )

    return words


@pytest.fixture
def publish(make_recommendation, our_force):
    """Return a function that publishes a recommendation that the force accepted, with its actions."""

    def published(*actions, **fields):
        response = make_response(Position.ACCEPTED, our_force)
        return make_recommendation(
            **{"responses": [response], "actions": actions, **fields}
        )

    return published


def only_entry(client):
    [entry] = client.get(DATA).json()["recommendations"]
    return entry


def overdue(client):
    """Return the numbers of what the filter “Overdue” finds."""
    found = RecommendationState.objects.counted().past_any_deadline()
    return [row.page.number for row in found.select_related("page")]


def test_a_completion_before_its_due_date_and_after_the_deadline_names_the_deadline(
    publish, heading_of
):
    done = make_action(
        ActionStatus.COMPLETE,
        PartialDate(2025, 5, 1),
        completed=PartialDate(2025, 4, 1),
    )

    said = heading_of(publish(done, deadline=DEADLINE))

    assert (
        "marked it complete on 1 April 2025, after the deadline of 27 March 2025."
        in said
    )
    assert "due date" not in said


def test_reopened_with_nothing_begun_is_not_said_to_be_worked_on(publish, heading_of):
    page = publish(
        make_action(ActionStatus.COMPLETE, completed=PartialDate(2025, 3)),
        deadline=DEADLINE,
    )
    change_action(page, status=ActionStatus.NOT_STARTED, completed=None)
    change_live(page, deadline=PartialDate(2100))

    assert statuses(page) == dict.fromkeys(["Force", None], Status.NOT_STARTED)
    said = heading_of(page)
    assert (
        "was marked complete before and is open again. No action is marked as started."
        in said
    )
    assert "in progress" not in said.lower()


def test_a_due_date_in_words_makes_nothing_overdue(publish, heading_of, client):
    for words in ("March 26 earliest", "Spring 2025", "Q3", "BAU"):
        late = make_action(ActionStatus.IN_PROGRESS)
        late.due_dates = [DueDate(due_words=words)]
        page = publish(late)

        assert statuses(page) == dict.fromkeys(["Force", None], Status.IN_PROGRESS)
        assert not page.states.get(respondent=None).last_day_before_past_deadline
        shown = client.get(page.url).content.decode()
        assert f"“{words}”" in shown
        assert "Past" not in heading_of(page)
    assert overdue(client) == []


def test_a_date_of_closing_is_no_date_of_completion(publish, heading_of, client):
    closed = make_action(
        ActionStatus.CLOSED,
        DEADLINE,
        closed=PartialDate(2025, 2, 3),
        status_words="closed by the board",
    )
    page = publish(closed, deadline=DEADLINE)

    assert statuses(page) == dict.fromkeys(["Force", None], Status.CLOSED)
    assert page.states.get(respondent=None).completed is None
    said = heading_of(page)
    assert "The force’s action is closed, not marked complete." in said
    assert "3 February 2025" not in said
    # The action shows the date as the day it was closed.
    assert "3 February 2025" in client.get(page.url).content.decode()
    assert overdue(client) == []


@pytest.mark.parametrize(
    "kind",
    [
        OrganisationKind.COMMISSIONER,
        OrganisationKind.GOVERNMENT,
        OrganisationKind.OTHER,
    ],
)
def test_an_action_of_another_body_is_neither_of_the_force_nor_a_response_of_that_body(
    make_recommendation, our_force, heading_of, client, kind
):
    body = OrganisationFactory(name="Another body", kind=kind)
    theirs = make_action(
        ActionStatus.COMPLETE,
        completed=PartialDate(2025, 2),
        respondents=[body],
        owning_post="Its head",
    )
    answered = make_recommendation(
        number="1",
        responses=[make_response(Position.ACCEPTED, our_force)],
        actions=[theirs],
    )
    silent = make_recommendation(
        number="2",
        actions=[
            make_action(
                ActionStatus.COMPLETE, respondents=[body], owning_post="Its head"
            )
        ],
    )

    assert rows(answered) == dict.fromkeys(
        ["Force", None], (DetailedStatus.NO_ACTIONS, Position.ACCEPTED)
    )
    assert statuses(answered) == dict.fromkeys(
        ["Force", None], Status.RESPONSE_PUBLISHED
    )
    assert "No actions by the force are on this site." in heading_of(answered)
    assert statuses(silent) == dict.fromkeys(["Force", None], Status.RESPONSE_MISSING)
    assert "No response from the force is on this site." in heading_of(silent)
    shown = client.get(answered.url).content.decode()
    responsible = shown.partition("<dt>Responsible</dt>")[2].partition("</dd>")[0]
    assert "Another body" in responsible
    assert "Force" not in responsible


def test_a_refusal_is_never_past_a_deadline(
    make_recommendation, our_force, heading_of, client
):
    for position in (Position.NOT_ACCEPTED, Position.NOT_APPLICABLE):
        late = make_action(ActionStatus.IN_PROGRESS, DEADLINE)
        page = make_recommendation(
            deadline=DEADLINE,
            responses=[make_response(position, our_force)],
            actions=[late],
        )

        assert set(statuses(page).values()) == {Status.CLOSED}
        row = page.states.get(respondent=None)
        assert (row.passed_limit, row.passed_date) == (None, None)
        assert "Past the deadline" not in heading_of(page)
    assert overdue(client) == []


def test_where_only_the_deadline_to_respond_has_passed_the_response_is_missing(
    make_recommendation, our_force, heading_of, client
):
    page = make_recommendation()
    change_live(page.get_parent().specific, respond_by=PartialDate(2024, 11, 22))

    assert set(statuses(page).values()) == {Status.RESPONSE_MISSING}
    row = page.states.get(respondent=None)
    assert (row.passed_limit, row.passed_date) == (
        DeadlineKind.RESPOND_BY,
        PartialDate(2024, 11, 22),
    )
    said = heading_of(page)
    assert "Response missing" in said
    assert "The deadline to respond was 22 November 2024." in said
    assert "Past the deadline" not in said
    assert overdue(client) == [page.number]


def test_the_whole_is_marked_complete_only_if_everyone_asked_is(
    make_recommendation, our_force
):
    commissioner = OrganisationFactory(
        name="Commissioner", kind=OrganisationKind.COMMISSIONER
    )
    asked = "chief constables and police and crime commissioners"
    done = make_action(ActionStatus.COMPLETE, respondents=[our_force])
    both = [make_response(Position.ACCEPTED, our_force, commissioner)]
    page = make_recommendation(addressees_printed=asked, responses=both, actions=[done])
    assert statuses(page)["Force"] == Status.MARKED_COMPLETE
    assert statuses(page)[None] == Status.RESPONSE_PUBLISHED

    theirs = make_action(
        ActionStatus.COMPLETE, respondents=[commissioner], sort_order=1
    )
    change_live(page, actions=[done, theirs])

    assert set(statuses(page).values()) == {Status.MARKED_COMPLETE}
    # Of somebody who was not asked, the status does not count.
    refusing = make_response(
        Position.NOT_ACCEPTED,
        OrganisationFactory(kind=OrganisationKind.OTHER),
        sort_order=1,
    )
    change_live(page, responses=[*both, refusing])
    assert statuses(page)[None] == Status.MARKED_COMPLETE


def test_a_deadline_in_words_that_is_marked_over_counts_as_passed(
    publish, heading_of, client
):
    fields = {"deadline_printed": "within six months"}
    page = publish(**fields)
    assert set(statuses(page).values()) == {Status.RESPONSE_PUBLISHED}
    assert overdue(client) == []
    assert "passed" not in heading_of(page)

    change_live(page, deadline_over=True)

    assert set(statuses(page).values()) == {Status.PAST_DEADLINE}
    row = page.states.get(respondent=None)
    assert (row.passed_limit, row.passed_date) == (DeadlineKind.DEADLINE_IN_WORDS, None)
    assert overdue(client) == [page.number]
    said = heading_of(page)
    assert (
        "The report asked for this “within six months”. That deadline has passed."
        in said
    )
    # What is finished is not past it.
    change_live(
        page,
        actions=[
            make_action(
                ActionStatus.COMPLETE,
                respondents=page.responses.get().respondents.all(),
            )
        ],
    )
    assert set(statuses(page).values()) == {Status.MARKED_COMPLETE}
    assert "passed" not in heading_of(page)


def test_a_deadline_that_is_not_entered_and_one_that_the_report_does_not_give_differ(
    publish, heading_of, client
):
    page = publish(wording="By 27 March 2025, chief constables should do this.")
    assert "We have not recorded a deadline." in heading_of(page)
    assert only_entry(client)["deadline_known"] == "not_entered"

    change_live(page, no_deadline=True)

    assert "The report gives no deadline." in heading_of(page)
    assert only_entry(client)["deadline_known"] == "none"


def test_a_response_that_gives_no_status_is_not_said_to_be_unfinished(
    publish, heading_of, client
):
    page = publish(
        make_action(ActionStatus.NOT_STATED, sort_order=0),
        make_action("", sort_order=1),
    )

    said = heading_of(page)

    assert "Response published, not marked complete" in said
    assert "is not marked complete." in said
    entry = only_entry(client)
    assert (entry["status"], entry["detailed_status"]) == (
        "response_published",
        "not_stated",
    )
    assert [each["status"] for each in entry["actions"]] == [
        "not_stated",
        "not_entered",
    ]


def test_a_due_date_of_the_organisation_that_has_passed_is_named_as_its_own(
    publish, heading_of, client
):
    page = publish(
        make_action(ActionStatus.IN_PROGRESS, PartialDate(2025, 5, 1)),
        deadline=PartialDate(2100),
    )

    assert set(statuses(page).values()) == {Status.PAST_DEADLINE}
    said = heading_of(page)
    assert "accepted this recommendation and gave a due date of 1 May 2025." in said
    assert "Past the deadline, not marked complete" in said
    entry = only_entry(client)
    assert (entry["passed_limit"], entry["passed_date"]) == ("due_date", "2025-05-01")
