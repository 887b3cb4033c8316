"""A search for the number of a recommendation leads to it, or says that it is not here."""

import pytest
from bs4 import BeautifulSoup

pytestmark = [pytest.mark.usefixtures("demonstration"), pytest.mark.django_db]

STALKING = "/super-complaints/stalking/"
REPORT = "https://hmicfrs.justiceinspectorates.gov.uk/publication-html/police-response-to-stalking/"


@pytest.fixture
def heading(client):
    """Return a function that gives what stands above the results of a search."""

    def search(text: str):
        found = client.get("/search/", {"q": text})
        return BeautifulSoup(found.content, "html.parser").select_one(".page-heading")

    return search


def links(part) -> list[str]:
    return [link["href"] for link in part.select(".answer a:has(b)")]


def words(part) -> str:
    return " ".join(part.text.split())


@pytest.mark.parametrize(
    "typed",
    [
        "stalking recommendation 16",
        "Rec 16",
        "recommendation no. 16 about stalking",
        "recommendation number 16",
    ],
)
def test_the_number_of_one_recommendation_leads_to_it(heading, typed):
    shown = heading(typed)

    assert links(shown) == [f"{STALKING}recommendation-16/"]
    assert (
        "Recommendation 16: Review how stalking support services work with the police"
        in words(shown)
    )


def test_a_part_and_a_subject_in_short_lead_to_it(heading):
    assert links(heading("recommendation 7.1")) == [f"{STALKING}recommendation-7-1/"]
    assert links(heading("s60 rec 3")) == [
        "/super-complaints/section-60/recommendation-3/"
    ]


def test_a_number_that_several_have_gives_the_list_of_them(heading):
    shown = heading("recommendation 1")

    found = links(shown)
    assert len(found) > 1
    assert len(found) == len(set(found))
    assert all(
        "/recommendation-1/" in address or "#other-" in address for address in found
    )
    assert f"{len(found)} have this number:" in words(shown)


def test_a_number_that_is_not_here_says_so_and_leads_to_the_report(heading):
    shown = heading("stalking recommendation 12")

    said = "There is no recommendation numbered 12 here. 6 recommendations here have no number recorded."
    assert f"{said} Read the report:" in words(shown)
    assert links(shown) == [REPORT]
    assert not words(shown.h1).startswith("No ")


def test_without_a_subject_it_leads_to_the_reports_that_may_have_the_number(heading):
    shown = heading("recommendation 29")
    assert "There is no recommendation numbered 29 here." in words(shown)
    assert REPORT in links(shown)

    # Its report makes 29: what we do not know of others is no reason to name it for a
    # number beyond that.
    beyond = heading("recommendation 30")
    assert "There is no recommendation numbered 30 here." in words(beyond)
    assert REPORT not in links(beyond)


@pytest.mark.parametrize(
    "typed",
    ["recommendation", "recommendation training 12 months", "12", "rec zebra 7"],
)
def test_a_search_for_something_else_is_no_search_for_a_number(heading, typed):
    assert not [
        address for address in links(heading(typed)) if "recommendation-" in address
    ]
    assert "There is no recommendation" not in words(heading(typed))


def test_the_number_of_what_has_no_page_leads_to_where_it_is_listed(heading, client):
    shown = heading("stalking recommendation 27")

    [address] = links(shown)
    page, _, anchor = address.partition("#")
    assert page == STALKING
    listed = BeautifulSoup(client.get(page).content, "html.parser").find(id=anchor)
    assert "Recommendation 27" in words(listed)
    assert "There is no recommendation" not in words(shown)
