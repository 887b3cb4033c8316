"""The list as a reader has filtered it, as a file."""

import csv
import io

import pytest

from complaints.vocabulary import Position
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    make_response,
)

LIST = "/super-complaints/recommendations/"
FILE = f"{LIST}recommendations.csv"

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
            row["number"]
            for row in csv.DictReader(io.StringIO(answer.content.decode()))
        ]

    read.other = other.pk
    return read


def test_it_holds_what_the_list_shows_with_its_parts_in_its_order(client, numbers):
    assert numbers() == ["7", "7.1", "8"]
    assert numbers(q="7") == ["7", "7.1"]
    assert numbers(respondent=numbers.other) == ["7", "7.1"]
    assert numbers(sort="deadline") == ["8", "7", "7.1"]
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
