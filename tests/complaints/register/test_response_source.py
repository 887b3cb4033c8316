"""What readers are told of the address beside a response: whose text it leads to."""

import pytest
from bs4 import BeautifulSoup

from complaints.vocabulary import OrganisationKind, Position
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    make_response,
)

LETTER = "https://www.gov.uk/letter"


@pytest.fixture
def told_beside_link(client, stalking):
    """Return a function that reads what is said beside the link of one response."""

    def read(text: str, respondent, **fields) -> str:
        narrative = [("text", f"<p>{text}</p>")] if text else []
        response = make_response(
            Position.NOT_STATED,
            respondent,
            narrative=narrative,
            source_link=LETTER,
            **fields,
        )
        page = RecommendationResponsePageFactory(parent=stalking, responses=[response])
        soup = BeautifulSoup(client.get(page.url).content, "html.parser")
        [beside] = soup.select(".response__source")
        assert beside.a["href"] == LETTER
        return " ".join(beside.text.split())

    return read


@pytest.fixture
def force():
    return OrganisationFactory(name="A force")


def test_a_summary_says_what_it_summarises_for_each_respondent(told_beside_link, force):
    council = OrganisationFactory(name="A council", kind=OrganisationKind.OTHER)

    for respondent in (force, council):
        assert (
            told_beside_link("It accepts it.", respondent)
            == "Summary of the response on gov.uk."
        )


def test_an_address_without_a_text_is_that_of_the_response(told_beside_link, force):
    assert told_beside_link("", force) == "Source: the response on gov.uk."


def test_an_address_beside_who_responds_on_its_behalf_is_that_of_their_response(
    told_beside_link, force
):
    told = told_beside_link("See NPCC response", force, answered_by="A council")

    assert told == "Read this response on gov.uk."


def test_the_heading_of_a_response_names_whoever_wrote_it_first(
    client, stalking, force
):
    responses = [
        make_response(Position.ACCEPTED, force, answered_by="A council"),
        make_response(Position.ACCEPTED, force),
    ]
    page = RecommendationResponsePageFactory(parent=stalking, responses=responses)
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")

    assert [each.h3.text for each in soup.select("article.response")] == [
        "A council, on behalf of A force",
        "A force",
    ]
