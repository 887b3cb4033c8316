"""Readers find recommendations by the words that they use."""

import pytest
from bs4 import BeautifulSoup

from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    make_action,
    make_response,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def search(client, section):
    stalking = SuperComplaintPageFactory(
        parent=section, title="The police response to stalking", slug="stalking"
    )
    section_60 = SuperComplaintPageFactory(
        parent=section, title="Section 60 stop and search", slug="section-60"
    )
    for number in ("7.1", "7", "17"):
        RecommendationResponsePageFactory(
            parent=stalking, number=number, title="Do a thing", summary="Do it."
        )
    RecommendationResponsePageFactory(
        parent=section_60, number="1", title="Train officers", summary="Do it."
    )

    SuperComplaintPageFactory(parent=section, title="Honour first", slug="honour")

    def find(text: str) -> list[tuple[str, str]]:
        soup = BeautifulSoup(client.get("/search/", {"q": text}).content, "html.parser")
        found = soup.select(".results__one")
        return [
            (each.h3.text, " ".join(p.text for p in each.select("p")[1:]))
            for each in found
        ]

    return find


def test_short_forms_and_other_words_find_what_is_meant(search):
    for typed, first in {
        "rec 7": "Recommendation 7: Do a thing",
        "recommendation 7": "Recommendation 7: Do a thing",
        "stalker": "The police response to stalking",
        "s60": "Section 60 stop and search",
        "honor": "Honour first",
    }.items():
        titles = [title for title, _ in search(typed)]

        assert first in titles[:4]
        # To PostgreSQL, 7.1 is a number of its own and not found by 7.
        assert "Recommendation 7.1: Do a thing" not in titles[: titles.index(first)]
    # Identifiers are found and not shown.
    [(title, excerpt)] = search("stalking/recommendation-7.1")
    assert title == "Recommendation 7.1: Do a thing"
    assert "recommendation-7.1" not in excerpt
    assert all("/recommendation-" not in excerpt for _, excerpt in search("do"))


@pytest.mark.parametrize(
    ("typed", "filter_chosen"),
    [
        ("overdue", "progress=overdue&sort=overdue"),
        ("late", "progress=overdue&sort=overdue"),
        ("past deadline", "progress=overdue&sort=overdue"),
        ("past the deadline", "progress=overdue&sort=overdue"),
        ("missed deadline", "progress=overdue&sort=overdue"),
        ("not answered", "position=response_missing"),
        ("no response", "position=response_missing"),
        ("done", "status=marked_complete"),
        ("complete", "status=marked_complete"),
        ("not done", "progress=unfinished"),
        ("rejected", "position=not_accepted"),
        ("not started", "status=not_started"),
        ("in progress", "status=in_progress"),
        ("closed", "status=closed"),
    ],
)
def test_words_for_a_status_lead_to_the_list_with_its_filter(
    client, section, typed, filter_chosen
):
    soup = BeautifulSoup(client.get("/search/", {"q": typed}).content, "html.parser")

    address = f"/super-complaints/recommendations/?{filter_chosen}"
    assert soup.main.find("a", href=address)
    shown = BeautifulSoup(client.get(address).content, "html.parser")
    assert not shown.select(".govuk-error-summary, section.inset")


def test_a_question_that_has_words_for_a_status_among_others_is_no_status(
    client, section
):
    for typed in (
        "there was no response from the police to my report",
        "is the case closed",
    ):
        soup = BeautifulSoup(
            client.get("/search/", {"q": typed}).content, "html.parser"
        )

        assert not soup.main.select(
            "a[href*='/recommendations/?position='], a[href*='/recommendations/?status=']"
        )


def test_what_is_overdue_is_past_any_deadline(client, section):
    waiting = SuperComplaintPageFactory(
        parent=section, slug="stalking", respond_by=PartialDate(2024, 11, 22)
    )
    for number, fields in {
        "1": {"deadline": PartialDate(2025, 3, 27)},
        "2": {"deadline_printed": "within six months", "deadline_over": True},
        "3": {},
        "4": {
            "responses": [make_response(Position.ACCEPTED, OrganisationFactory())],
            "actions": [make_action(ActionStatus.IN_PROGRESS, PartialDate(2025, 5))],
        },
        "5": {"responses": [make_response(Position.ACCEPTED, OrganisationFactory())]},
        "6": {
            "responses": [make_response(Position.NOT_ACCEPTED, OrganisationFactory())],
            "deadline": PartialDate(2025, 3, 27),
        },
    }.items():
        RecommendationResponsePageFactory(
            parent=waiting, number=number, title=f"Do {number}", **fields
        )

    search = BeautifulSoup(
        client.get("/search/", {"q": "overdue"}).content, "html.parser"
    )
    place = search.main.select_one("a[href*='progress=overdue']")
    for address in (place["href"], "/super-complaints/recommendations/?q=overdue"):
        found = BeautifulSoup(client.get(address).content, "html.parser").select(
            "tr.row .row__asked > a"
        )

        assert {each.text.strip().partition(": ")[2] for each in found} == {
            "Do 1",
            "Do 2",
            "Do 3",
            "Do 4",
        }
