"""The search page as readers use it."""

import logging
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.moderation.approval.roles import EDITORS
from tests.databases import shared_content
from tests.effort import by_effort
from tests.factories import (
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    StandardPageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    UserFactory,
    make_home,
)

HOSTILE = [
    '"',
    '""',
    '"""',
    "'",
    "*",
    "alb*",
    "OR",
    "albatross OR",
    "NOT albatross",
    "albatross AND",
    "NEAR(albatross bittern)",
    "title:albatross",
    "title : albatross",
    ":",
    "^albatross",
    "-albatross",
    "(albatross",
    "albatross & | ! <-> bittern",
    "albatross:*",
    "'; DROP TABLE wagtailcore_page; --",
    "%",
    "%s %(name)s {0}",
    "_",
    "\\",
    "albatross\\",
    "\x00",
    "alba\x00tross",
    "\ufffd\ue000\ue001",
    "<script>alert(1)</script>",
    "\u202e",
    "😀",
    "ﷺ",
    "\u0131",
    "1e999",
    "7.1.2.3",
    "a " * 100,
    "1." * 100,
    '"a" ' * 50,
    "a" * 200,
    "a" * 10_000,
    " ",
]


@shared_content
def albatrosses():
    """Two super-complaints, twelve recommendations and two pages of text that tell of an albatross."""
    home = make_home()
    section = SuperComplaintIndexPageFactory(parent=home)
    for n in range(2):
        above = SuperComplaintPageFactory(parent=section, title=f"Albatross {n}")
        for each in range(6):
            RecommendationResponsePageFactory(
                parent=above, number=str(each + 1), wording="An albatross."
            )
        StandardPageFactory(parent=home, title=f"Page about an albatross {n}")


def test_without_a_query_there_is_a_labelled_box_to_which_other_pages_lead(ask, client):
    answer = ask()

    assert answer.status == 200
    assert answer.heading == "Search"
    assert re.search(r'<label[^>]*for="id_q"[^>]*>Search for</label>', answer.html)
    assert 'role="search"' in answer.html
    assert "Nothing found" not in answer.html
    for address in ["/", "/no-such-page/"]:
        assert '"/search/"' in client.get(address).content.decode(), address
    assert client.head("/search/?q=a").status_code == 200
    assert client.post("/search/", {"q": "a"}).status_code == 405


def test_the_heading_has_the_count_and_the_query(albatrosses, ask):
    answer = ask(" albatross ")

    assert answer.heading == "16 results for “albatross”"
    assert answer.title.startswith("16 results for “albatross” – ")
    assert 'value=" albatross "' in answer.html
    assert '<meta name="robots" content="noindex">' in answer.html


@pytest.mark.both_databases
def test_results_are_counted_and_filtered_by_type(albatrosses, ask):
    assert ask("albatross").types == [
        "All types (16)",
        "Super-complaints (2)",
        "Recommendations (12)",
        "Other pages (2)",
    ]

    answer = ask("albatross", type="super-complaints")

    assert answer.heading == "2 super-complaints for “albatross”"
    assert sorted(answer.titles) == ["Albatross 0", "Albatross 1"]
    assert answer.types[2] == "Recommendations (12)"
    assert ask("albatross", type="other").heading == "2 other pages for “albatross”"
    answer = ask("albatross", within="super-complaints")
    assert answer.heading == "14 results for “albatross” in Super-complaints"
    assert answer.types[3] == "Other pages (0)"
    assert "Recommendation in Albatross 0" in answer.html


@pytest.mark.both_databases
def test_pagination_keeps_query_and_filters(albatrosses, ask, client):
    first = ask("albatross", type="recommendations", within="super-complaints")
    assert len(first.titles) == 10
    following = re.search(r'<a[^>]*rel="next"[^>]*href="([^"]*)"', first.html)[
        1
    ].replace("&amp;", "&")
    second = client.get(f"/search/{following}").content.decode()

    assert '<link rel="next"' in first.html
    assert '<link rel="prev"' not in first.html
    assert (
        "12 recommendations for “albatross” in Super-complaints (page 2 of 2)" in second
    )
    assert second.count('class="results__one"') == 2
    assert '<link rel="prev"' in second
    assert 'rel="next"' not in second


def test_no_results_are_explained(ask, section):
    SuperComplaintPageFactory(parent=section)

    answer = ask("albatross", within="super-complaints")

    assert answer.heading == "No results for “albatross” in Super-complaints"
    assert 'href="/super-complaints/"' in answer.html
    assert 'href="/super-complaints/recommendations/"' in answer.html
    assert 'href="?q=albatross"' in answer.html
    assert "/feedback/" in answer.html
    assert "less common" in ask("the").html
    too_long = ask("a" * 10_000)
    assert too_long.status == 200
    assert "Shorten what you search for to 200 characters or fewer" in too_long.html
    assert too_long.title.startswith("Error: ")


def test_no_results_of_a_type_link_to_all_types(ask, home):
    StandardPageFactory(parent=home, title="An albatross")

    answer = ask("albatross", type="recommendations")

    assert ask("albatross").heading == "1 result for “albatross”"
    assert answer.heading == "No recommendations for “albatross”"
    assert 'There is 1 result of another type: <a href="?q=albatross">' in " ".join(
        answer.html.split()
    )


def test_an_unknown_filter_is_ignored_with_a_message(albatrosses, ask):
    for parameters in [
        {"type": "drafts"},
        {"type": "\x00"},
        {"within": "admin"},
        {"within": "'; DROP TABLE wagtailcore_page"},
        {"type": ["other", "drafts"]},
    ]:
        answer = ask("albatross", **parameters)

        assert answer.heading == "16 results for “albatross”", parameters
        assert "There is no such" in answer.html, parameters


def test_an_unknown_page_number_shows_the_nearest_with_a_message(albatrosses, ask):
    for page in ["0", "-1", "99", "x", "9" * 5000, "\x00", "1.5", "٣", ""]:
        answer = ask("albatross", page=page)

        assert answer.status == 200, page
        assert len(answer.titles) in {6, 10}, page
        assert "There is no such page of these results" in answer.html, page


@pytest.mark.both_databases
def test_unusual_queries_are_answered(ask, client, home):
    StandardPageFactory(parent=home, title="Albatross")

    for asked in HOSTILE:
        answer = ask(asked)

        assert answer.status == 200, asked
        assert "<script>alert" not in answer.html
    assert (
        client.get(
            "/search/?q=%ff%fe%00albatross&q=%c0%af&page=%00&within&type[]=1"
        ).status_code
        == 200
    )
    assert ask("albatross").titles == ["Albatross"]


@settings(max_examples=by_effort(20, 200))
@given(asked=st.text(max_size=60))
@pytest.mark.both_databases
def test_any_text_is_answered(ask, home, asked):
    assert ask(asked).status == 200


@pytest.mark.both_databases
def test_database_operators_are_treated_as_words(ask, home):
    StandardPageFactory(parent=home, title="Albatross")
    StandardPageFactory(parent=home, title="Bittern")

    assert "No page has all of these words." in ask("albatross OR bittern").html
    assert ask("alb*").titles == []
    assert ask("-albatross").titles == ["Albatross"]


def test_every_reader_gets_the_same_response_without_a_cookie(albatrosses, client):
    SiteWordingFactory()
    as_reader = client.get("/search/?q=albatross")
    client.force_login(UserFactory(roles=[EDITORS]))
    as_editor = client.get("/search/?q=albatross")

    assert as_reader.content == as_editor.content
    assert not as_reader.cookies
    assert "Cookie" not in as_reader.get("Vary", "")


def test_queries_are_neither_logged_nor_stored(albatrosses, client, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.handler.setLevel(logging.INFO)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/search/?q=nightingales")

    assert "no-store" in answer["Cache-Control"]
    assert "nightingales" not in "".join(
        record.getMessage()
        for record in caplog.records
        if record.levelno >= logging.INFO
    )
    assert not [
        query for query in queries if re.match("(INSERT|UPDATE|DELETE)", query["sql"])
    ]
