"""Where a part such as 7.1 alone decides the status of 7, page, lists and data all say so."""

import pytest
from bs4 import BeautifulSoup

from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from tests.factories import (
    RecommendationResponsePageFactory,
    make_action,
    make_response,
    publish,
)

from .data_client import LIST, csv_rows, entries, entry_with_id
from .page_reader import text_of

pytestmark = pytest.mark.django_db

PAST = "Past the deadline, not marked complete"
PUBLISHED = "Response published, not marked complete"
OF_PART = "for a part of it"
DUE = PartialDate(2025, 5, 1)

CASES = {
    "past its deadline": (
        {"position": Position.ACCEPTED, "status": ActionStatus.IN_PROGRESS},
        {"deadline": PartialDate(2025, 6, 30)},
        (PAST, f"{OF_PART}: the deadline was 30 June 2025"),
        "A part of it is past its deadline of 30 June 2025.",
    ),
    "past its due date": (
        {"position": Position.ACCEPTED, "status": ActionStatus.IN_PROGRESS, "due": DUE},
        {},
        (PAST, f"{OF_PART}: its own due date was 1 May 2025"),
        "A part of it is past its due date of 1 May 2025.",
    ),
    "past a deadline in words": (
        {"position": Position.ACCEPTED},
        {"deadline_printed": "within six months", "deadline_over": True},
        (PAST, f"{OF_PART}: the deadline has passed"),
        "A part of it is past its deadline.",
    ),
    "without a response": (
        {},
        {},
        (
            "Response missing",
            f"{OF_PART}: the deadline to respond was 22 November 2024",
        ),
        "A response to a part of it is missing. The deadline to respond was 22 November 2024.",
    ),
    "with a response alone": (
        {"position": Position.NOT_STATED},
        {},
        (PUBLISHED, OF_PART),
        "A part of it is not marked complete.",
    ),
    "not started": (
        {"position": Position.ACCEPTED, "status": ActionStatus.NOT_STARTED},
        {},
        ("Not started", OF_PART),
        "No action for a part of it is marked as started.",
    ),
    "in progress": (
        {"position": Position.ACCEPTED, "status": ActionStatus.IN_PROGRESS},
        {},
        ("In progress", OF_PART),
        "A part of it has the status “In progress”.",
    ),
    "closed": (
        {"position": Position.NOT_ACCEPTED},
        {},
        ("Closed, not complete", OF_PART),
        "A part of it is closed, not marked complete.",
    ),
}
"""What is entered of the part, its fields, status and detail of the whole, the sentence about the part."""


def publish_item(above, number, force, *, position="", status="", due=None, **fields):
    """Publish a recommendation for ``force``, with its response and an action where they are entered."""
    responses = [make_response(position, force)] if position else []
    actions = (
        [make_action(status, *([due] if due else []), respondents=[force])]
        if status
        else []
    )
    page = RecommendationResponsePageFactory(
        parent=above,
        number=number,
        addressees=[force],
        responses=responses,
        actions=actions,
        **fields,
    )
    return publish(page)


@pytest.fixture(params=CASES.values(), ids=CASES)
def case(request):
    return request.param


@pytest.fixture
def whole(case, stalking, force):
    """A recommendation that the force marked complete, and its part, which was published before it."""
    of_part, fields, _, _ = case
    publish_item(stalking, "7.1", force, **of_part, **fields)
    return publish_item(
        stalking, "7", force, position=Position.ACCEPTED, status=ActionStatus.COMPLETE
    )


@pytest.fixture
def main(client):
    """Return a function that reads the main part of a page."""
    return lambda address: (
        BeautifulSoup(client.get(address).content, "html.parser").main
    )


def test_the_sentence_about_the_part_is_the_same_everywhere(client, case, whole, main):
    _, _, _, sentence = case
    row = entry_with_id(csv_rows(client), whole.identifier)
    entry = entry_with_id(entries(client), whole.identifier)

    told = text_of(main(whole.url).select_one(".page-heading .answer"))

    assert told.endswith(
        f"The force marked this recommendation complete. We have not recorded when. {sentence}"
    )
    assert row["sentences"] == entry["sentences"] == told


def test_status_and_detail_are_those_of_the_part_everywhere(client, case, whole, main):
    _, _, (status, detail), _ = case
    shown = f"{status} {detail[:1].upper()}{detail[1:]}"

    for address in (LIST, whole.super_complaint.url):
        told = text_of(
            main(address)
            .find("a", href=whole.url)
            .find_parent("tr")
            .select_one(".standings")
        )
        assert told.startswith(shown), address
    for found in (csv_rows(client), entries(client)):
        each = entry_with_id(found, whole.identifier)
        assert (each["status_label"], each["status_detail"]) == (status, detail)


def test_a_part_with_the_same_status_as_the_whole_is_not_named(
    client, stalking, force, main
):
    for number in ("7.1", "7"):
        page = publish_item(
            stalking,
            number,
            force,
            position=Position.ACCEPTED,
            status=ActionStatus.IN_PROGRESS,
        )

    assert "a part of" not in text_of(main(page.url).select_one(".page-heading"))
    for row in csv_rows(client):
        assert OF_PART not in row["status_detail"]
