"""Suggestions of another spelling when nothing was found."""

import re
from html import unescape

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import StandardPageFactory, publish

pytestmark = pytest.mark.both_databases


def suggested(answer) -> tuple[str, str] | None:
    """Return the words that the answer suggests, and the address that they lead to."""
    found = re.search(r'Did you mean <a href="([^"]*)">(.*?)</a>', answer.html)
    return (unescape(found[2]), unescape(found[1])) if found else None


@pytest.fixture
def page(home):
    return StandardPageFactory(
        parent=home,
        title="Stalking",
        body=[("text", "<p>The police of Suzy Lamplugh bring a sample wording.</p>")],
    )


def test_the_most_similar_word_is_suggested(ask, client, page):
    for asked, better in [
        ("stalkng", "stalking"),
        ("Stalknig", "stalking"),
        ("polise", "police"),
        ("polcie", "police"),
        ("smaple wrodng", "sample wording"),
        ("lamplough", "lamplugh"),
        ("police stalkng", "police stalking"),
        ("polise stalkng", "police stalking"),
    ]:
        answer = ask(asked)

        assert suggested(answer) == (better, f"?q={better.replace(' ', '+')}"), asked
    # It keeps the filters, and its results are listed.
    answer = ask("stalkng", type="other")
    assert (answer.heading, answer.titles) == (
        "No other pages for “stalkng”",
        ["Stalking"],
    )
    address = suggested(answer)[1]
    assert address == "?q=stalking&type=other"
    assert (
        "1 other page for “stalking”"
        in client.get(f"/search/{address}").content.decode()
    )


def test_nothing_is_suggested_without_a_similar_word(ask, page):
    for asked in [
        "xyzzyplugh",
        "xxxxxxxx",
        "stalking",
        "abc",
        "'\"; %s",
        "a b c d e f g stalkng",
        # What is alike would find nothing, either.
        "O'Brien",
        "https://example.org/stalkng/lamplough",
        "stalkng xyzzyplugh",
        '"gannets fly" polise',
    ]:
        assert suggested(ask(asked)) is None, asked


def test_no_word_is_suggested_that_a_search_leaves_out(ask, home):
    StandardPageFactory(
        parent=home,
        title="The same themselves",
        body=[("text", "<p>About yourself.</p>")],
    )

    for asked in ("smaple", "sample", "themselve", "abouut", "yourselff same"):
        assert suggested(ask(asked)) is None, asked


def test_only_words_of_public_pages_are_suggested(ask, home, page):
    draft = StandardPageFactory(
        parent=home, live=False, title="Albatrosses", slug="draft"
    )
    above = StandardPageFactory(parent=home, live=False)
    StandardPageFactory(parent=above, title="Albatrosses")
    private = StandardPageFactory(parent=home, title="Albatrosses", slug="private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    page.title = "Albatrosses"
    page.save_revision()

    assert suggested(ask("albatroses")) is None

    publish(draft)

    assert suggested(ask("albatroses"))[0] == "albatrosses"
