"""What differs between two published versions."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from complaints.history.comparison import parts_of
from complaints.models import Action
from pages.moderation.models import PublishedVersion


@pytest.fixture
def changed(recommendation, publish_on):
    """The recommendation, published three times."""
    publish_on(
        recommendation, "2025-04-01 10:00", note="Reworded.", wording="Chief constables <b>must</b> do this."
    )
    recommendation.actions = [*recommendation.actions.all(), Action(title="Check", description="<p>x</p>")]
    return publish_on(
        recommendation, "2025-05-01 10:00", note="One more.", wording="Chief constables must do that."
    )


@pytest.fixture
def compared(client, changed):
    """Return a function that returns the page of a comparison."""

    def get(query):
        answer = client.get(f"{changed.url}history/compare/{query}")
        assert answer.status_code == 200
        return BeautifulSoup(answer.content, "html.parser").find("main")

    return get


def test_only_what_differs_is_shown_word_by_word(compared):
    page = compared("?old=1&new=2")

    assert [heading.text for heading in page.find_all("h3")] == ["Exact wording"]
    difference = page.find(class_="difference")
    assert "[removed: should end of removed]" in difference.find("del").text
    assert "[added: <b>must</b> end of added]" in difference.find("ins").text
    assert page.find("b") is None
    assert "Chief constables" in difference.text


def test_old_and_new_stand_side_by_side_when_asked(compared):
    page = compared("?old=1&new=2&view=side")

    old, new = page.find_all(class_="difference")
    assert old.find("del")
    assert not old.find("ins")
    assert new.find("ins")
    assert not new.find("del")


def test_the_older_one_comes_first_however_they_are_asked_for(compared):
    assert compared("?old=2&new=1") == compared("?old=1&new=2")


def test_a_new_entry_is_named_and_all_of_it_is_added(compared):
    page = compared("?old=2&new=3")

    headings = [heading.text for heading in page.find_all("h3")]
    assert headings == ["Exact wording", "Action 2: title", "Action 2: description"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?old=1",
        "?old=x&new=2",
        "?old=1&new=99",
        "?old=-1&new=2",
        "?old=0&new=2",
        "?old=%00&new=%FF",
        "?old=99999999999999999999999&new=1",
        "?old=1e3&new=²",
        "?old=1&old=&new=2",
    ],
)
def test_bad_parameters_give_the_form_with_a_message(compared, query):
    page = compared(query)

    assert "hoose two versions to compare." in page.find(role="alert").text
    assert len(page.find_all("select")) == 2


def test_the_same_version_twice_says_so(compared):
    assert "the same version twice" in compared("?old=1&new=1").find(role="alert").text


def test_nothing_that_differs_says_so(compared, changed):
    versions = PublishedVersion.objects.for_object(changed)
    versions.filter(number=2).update(snapshot=versions.get(number=1).snapshot)

    assert "Nothing that readers see differs" in compared("?old=1&new=2").text


@pytest.mark.parametrize("query", ["?old=1&new=2", "?old=2&new=3", "?old=2&new=2"])
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"redacted_at": timezone.now(), "redacted_because": "safety"}, "somebody’s safety"),
        ({"withdrawn_at": timezone.now(), "withdrawn_because": "error"}, "it contained an error"),
    ],
)
def test_a_hidden_version_is_not_compared(compared, changed, fields, words, query):
    PublishedVersion.objects.for_object(changed).filter(number=2).update(**fields)

    page = compared(query)

    assert "can’t be compared" in page.find(role="alert").text
    assert words in page.find(role="alert").text
    assert not page.find("ins")
    assert "<b>must" not in page.text
    assert "2" not in [option["value"] for option in page.find_all("option")]


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("a b c", "a x c", [("", "a"), ("-", " b"), ("+", " x"), ("", " c")]),
        ("", "a", [("+", "a")]),
        ("a", "", [("-", "a")]),
        ("same\nold", "same\nnew", [("", "same\n"), ("-", "old"), ("+", "new")]),
        ("a", "a\nb", [("", "a"), ("+", "\nb")]),
    ],
)
def test_texts_are_compared_by_words(old, new, parts):
    assert list(parts_of(old, new)) == parts


def test_very_long_texts_are_compared_by_paragraphs():
    old, new = "a " * 5_000 + "b", "a " * 5_000 + "c"

    assert list(parts_of(f"same\n{old}", f"same\n{new}")) == [("", "same\n"), ("-", old), ("+", new)]
