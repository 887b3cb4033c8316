"""The comparison of two published versions."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from complaints.models import Action
from pages.moderation.models import PublishedVersion


@pytest.fixture
def changed_recommendation(recommendation, publish_on):
    """The recommendation, published three times."""
    publish_on(
        recommendation,
        "2025-04-01 10:00",
        note="Reworded.",
        wording="Chief constables <b>must</b> do this.",
    )
    [first] = recommendation.actions.all()
    check = Action(
        title="Check", description="<p>x</p>", respondents=first.respondents.all()
    )
    recommendation.actions = [first, check]
    return publish_on(
        recommendation,
        "2025-05-01 10:00",
        note="One more.",
        wording="Chief constables must do that.",
    )


@pytest.fixture
def comparison_of(client, changed_recommendation):
    """Return a function that returns the page of a comparison."""

    def get(query):
        answer = client.get(f"{changed_recommendation.url}history/compare/{query}")
        assert answer.status_code == 200
        return BeautifulSoup(answer.content, "html.parser").find("main")

    return get


def test_a_comparison_shows_only_differences_word_by_word(comparison_of):
    page = comparison_of("?old=1&new=2")

    [heading] = page.find_all("h3")
    assert heading.text == "Exact wording"
    [difference] = page.find_all(class_="difference")
    assert "[removed: should end of removed]" in difference.find("del").text
    assert "[added: <b>must</b> end of added]" in difference.find("ins").text
    assert page.find("b") is None
    assert "Chief constables" in difference.text

    assert comparison_of("?old=2&new=1") == page  # the older one comes first
    added = [heading.text for heading in comparison_of("?old=2&new=3").find_all("h3")]
    assert added == [
        "Exact wording",
        "Action 2: title",
        "Action 2: description",
        "Action 2: responsible organisation",
    ]
    assert (
        "the same version twice"
        in comparison_of("?old=1&new=1").find(role="alert").text
    )


def test_bad_parameters_give_the_form_with_a_message(comparison_of):
    for query in [
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
    ]:
        page = comparison_of(query)

        assert "hoose two versions to compare." in page.find(role="alert").text, query
        assert len(page.find_all("select")) == 2, query


def test_versions_without_differences_say_so(comparison_of, changed_recommendation):
    versions = PublishedVersion.objects.for_object(changed_recommendation)
    versions.filter(number=2).update(snapshot=versions.get(number=1).snapshot)
    versions.filter(number=2).update(published_at=versions.get(number=1).published_at)

    assert "The two versions look the same" in comparison_of("?old=1&new=2").text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"redacted_at": timezone.now(), "redacted_because": "safety"},
            "someone’s safety",
        ),
        (
            {"withdrawn_at": timezone.now(), "withdrawn_because": "error"},
            "it contained an error",
        ),
    ],
)
def test_a_hidden_version_is_not_compared(
    comparison_of, changed_recommendation, fields, words
):
    PublishedVersion.objects.for_object(changed_recommendation).filter(number=2).update(
        **fields
    )

    for query in ["?old=1&new=2", "?old=2&new=3", "?old=2&new=2"]:
        page = comparison_of(query)

        assert "cannot be compared" in page.find(role="alert").text, query
        assert words in page.find(role="alert").text, query
        assert not page.find("ins"), query
        assert "<b>must" not in page.text, query
        assert "2" not in [option["value"] for option in page.find_all("option")], query
