"""The list as a reader has filtered it, as a file."""

import csv
import io

import pytest

from complaints.vocabulary import OrganisationKind, Position
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    make_response,
)

LIST = "/super-complaints/recommendations/"
FILE = f"{LIST}list-of-recommendations.csv"

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(client, section):
    """Return a function that gives the numbers in the file with some filters."""
    above = SuperComplaintPageFactory(parent=section, title="Stalking", slug="stalking")
    force, other = OrganisationFactory(name="Force"), OrganisationFactory(name="Other")
    for number, who, deadline in (
        ("7", force, "2030-01-02"),
        ("7.1", other, ""),
        ("8", force, "2030-01-01"),
    ):
        RecommendationResponsePageFactory(
            parent=above,
            number=number,
            title="Do it",
            responses=[make_response(Position.ACCEPTED, who)],
            deadline=deadline,
        )

    def read(**filters) -> list[str]:
        answer = client.get(FILE, filters)
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("text/csv")
        return [
            row["Number"]
            for row in csv.DictReader(
                io.StringIO(answer.content.decode("utf-8-sig"), newline="")
            )
        ]

    read.other = other.pk
    return read


def test_it_holds_what_the_list_shows_in_its_order(client, numbers):
    assert numbers() == ["7", "8"]
    assert numbers(q="7") == ["7"]
    assert numbers(respondent=numbers.other) == ["7"]
    assert numbers(sort="deadline") == ["8", "7"]
    for name, value in (("q", "7"), ("sort", "deadline")):
        assert (
            f"{FILE}?{name}={value}" in client.get(LIST, {name: value}).content.decode()
        )
    text = client.get(LIST, {"respondent": numbers.other}).content.decode()
    assert "<h1>1 recommendation: response by Other</h1>" in text


def test_a_filter_that_cannot_be_read_gives_no_file(client, numbers):
    for query in ("status=nonsense", "nonsense=1", "deadline_from=soon", "sort=colour"):
        answer = client.get(f"{FILE}?{query}")
        assert answer.status_code == 400
        assert answer["Content-Type"].startswith("text/plain")
        assert answer.content.startswith(b"There is no file")
        assert b"ignored" not in answer.content


@pytest.fixture
def read_sheet(client):
    """Return a function that gives the rows of the file, as a spreadsheet reads them."""

    def read() -> list[dict[str, str]]:
        content = client.get(FILE).content.decode()
        assert content.startswith("\ufeff"), "Excel would not know that it is UTF-8"
        return list(csv.DictReader(io.StringIO(content[1:], newline="")))

    return read


def test_a_row_says_what_the_list_says_in_its_words(section, read_sheet, time_machine):
    time_machine.move_to("2026-12-05 12:00")
    above = SuperComplaintPageFactory(parent=section, title="Stalking", slug="stalking")
    force = OrganisationFactory(name="Force", kind=OrganisationKind.POLICE_FORCE)
    council = OrganisationFactory(name="Council", kind=OrganisationKind.OTHER)
    for number, title in (("7", "Record stalking"), ("7.1", "Record it again")):
        RecommendationResponsePageFactory(
            parent=above,
            number=number,
            title=title,
            addressees=[force],
            deadline="2025-03-27",
            deadline_note="The date is from a victim’s letter.",
            responses=[make_response(Position.ACCEPTED, council)],
        )

    [row] = read_sheet()

    assert row == {
        "Super-complaint": "Stalking",
        "Number": "7",
        "What the report asks": "Record stalking",
        "Parts": "7.1",
        "For": "The force",
        "Deadline": "27 March 2025",
        "Deadline as a date": "2025-03-27",
        "Note on the deadline": "The date is from a victim’s letter.",
        "Status on 5 December 2026": "Past the deadline, not marked complete",
        "Status of each organisation": "Past the deadline, not marked complete (no response published)",
        "Responded": "Council (not recorded as asked)",
        "Response given on behalf of": "",
        "Response missing from": "Force",
        "Latest response, update or completion": "",
        "Recommendations in the whole report": "Not recorded",
        "Address": "http://localhost/super-complaints/stalking/recommendation-7/",
    }


@pytest.mark.usefixtures("demonstration")
@pytest.mark.django_db(transaction=True)
def test_as_many_rows_lack_a_response_as_the_filter_counts(client, read_sheet):
    shown = client.get(LIST, {"position": "response_missing"}).content.decode()
    missing = [row for row in read_sheet() if row["Response missing from"]]

    assert f"<h1>{len(missing)} recommendations: with a response missing" in shown
    assert len(missing) > 3


@pytest.mark.usefixtures("demonstration")
@pytest.mark.django_db(transaction=True)
def test_a_response_on_behalf_of_an_organisation_is_in_a_column_of_its_own(read_sheet):
    [row] = [
        row
        for row in read_sheet()
        if row["Address"].endswith("/stalking/recommendation-15/")
    ]

    commissioner = "Northamptonshire Police, Fire and Crime Commissioner"
    association = "Association of Police and Crime Commissioners (APCC)"
    assert row["Response given on behalf of"] == f"{commissioner} (by {association})"
    assert commissioner not in row["Responded"]
    assert row["Response missing from"] == ""
