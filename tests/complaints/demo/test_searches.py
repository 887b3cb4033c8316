"""What readers type leads to the page that they mean, before any other."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.db import connection

from complaints import search_words
from pages.search.parsed_query import place_for
from tests.effort import every_nth

SEARCHES = [
    line.split("\t")
    for line in Path(__file__).with_name("searches.tsv").read_text("utf-8").splitlines()
]
"""What is typed, and the address that must come first, or several if all of them are meant.

A hyphen means that no page has it: then nothing is found, and nothing else is
suggested.
"""


pytestmark = [pytest.mark.usefixtures("demonstration"), pytest.mark.django_db]


@pytest.mark.both_databases
def test_each_search_leads_to_its_page_first(client):
    """SQLite is tried with a third at small effort."""
    searches = SEARCHES if connection.vendor == "postgresql" else every_nth(3, SEARCHES)
    first = {
        typed: first_address(client.get("/search/", {"q": typed}))
        for typed, _ in searches
    }

    wrong = {
        typed: (first[typed], meant)
        for typed, meant in searches
        if first[typed] not in meant.split()
    }
    assert wrong == {}


def test_the_answer_above_the_results_is_not_counted_with_them(client):
    shown = client.get("/search/", {"q": "done"}).context

    assert shown["place"]
    assert shown["heading"].startswith(f"{shown['paging'].paginator.count} results ")


def words_of(place) -> list[str]:
    """Return everything that leads to ``place``."""
    phrases = [
        *place.searches.split(","),
        *place.exactly.split(","),
        *place.alone.replace(",", " ").split(),
    ]
    return [phrase.strip() for phrase in phrases if phrase.strip()]


WORDS_OF_PLACES = [word for place in search_words.PLACES for word in words_of(place)]
COUNTED = re.compile(r"(\d+|No) results? for “")


def test_every_search_that_leads_to_a_place_has_a_heading_with_a_number_or_none(client):
    """The place is shown, and a heading and title without pages do not claim that there is nothing."""
    for typed in dict.fromkeys(WORDS_OF_PLACES):
        answer = client.get("/search/", {"q": typed})
        main = BeautifulSoup(answer.content, "html.parser")
        heading = main.h1.text

        assert place_for(typed), typed
        assert main.select_one(".page-heading .answer a:has(b)"), typed
        assert heading == f"Results for “{typed}”" or COUNTED.match(heading), heading
        assert not heading.startswith("No "), heading
        assert main.title.text.strip().startswith(heading), typed


def test_a_place_is_not_counted_as_a_page_of_the_type_or_section_that_was_asked_for(
    client,
):
    for narrowed, heading in [
        ({}, "Results for “suicide”"),
        ({"page": "7"}, "Results for “suicide”"),
        ({"page": "x"}, "Results for “suicide”"),
        ({"type": "recommendations"}, "No recommendations for “suicide”"),
        (
            {"within": "super-complaints"},
            "No results for “suicide” in Super-complaints",
        ),
    ]:
        answer = client.get("/search/", {"q": "suicide", **narrowed})

        assert answer.context["heading"] == heading
        assert first_address(answer) == "/staying-safe-online/"


def test_no_word_of_the_subject_or_of_danger_is_taken_for_a_misspelt_one(client):
    phrases = [
        search_words.DANGER,
        search_words.SUBJECT,
        *search_words.SHORT_FORMS,
        *WORDS_OF_PLACES,
    ]
    for group in search_words.ALTERNATIVES:
        phrases += group
    for typed in dict.fromkeys(" ".join(phrases).split()):
        suggestion = client.get("/search/", {"q": typed}).context["suggestion"]
        assert not suggestion, (typed, suggestion)
    assert not client.get("/search/", {"q": "slave albatross"}).context["suggestion"]


def test_a_word_that_nobody_registered_is_still_corrected_beside_one_of_the_subject(
    client,
):
    assert (
        client.get("/search/", {"q": "slave polise"}).context["suggestion"]
        == "slave police"
    )


def first_address(response) -> str:
    main = BeautifulSoup(response.content, "html.parser").main
    found = main.select_one(".page-heading .answer a:has(b), .results__one a")
    suggested = main.select_one(".page-heading .answer a")
    link = found or suggested
    return link["href"] if link else "-"
