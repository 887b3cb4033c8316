"""Editors take the table that their force has into drafts."""

import pytest

from complaints.models import RecommendationResponsePage
from pages.core.partial_dates import PartialDate
from pages.moderation.gate.publication_set import set_holding

from .table_imports import ImportScreen, table
from .update_rounds import revisions

pytestmark = pytest.mark.django_db

CHESHIRE = table(
    ["No.", "Recommendation", "Initial Constabulary Response 21st November 2024"],
    ["7", "Record stalking behind another crime.", "We accept this recommendation. Our system does it."],
    ["10", "Review training.", "<p>Accepted.</p><p>We review it.</p>"],
)


@pytest.fixture
def screen(client, editor, site_force, stalking):
    return ImportScreen.of(client, stalking)


def recommendations(parent):
    found = RecommendationResponsePage.objects.child_of(parent).order_by("sort_key")
    return [page.get_latest_revision_as_object() for page in found]


def test_a_table_becomes_drafts_in_one_set_once_it_was_seen(screen, stalking, editor, site_force):
    screen.paste(CHESHIRE)
    assert screen.problems == []
    assert recommendations(stalking) == []
    assert list(screen.changes()) == ["Recommendation 7: is made", "Recommendation 10: is made"]

    answer = screen.send(save="1")

    assert answer.status_code == 302, screen.problems
    seven, ten = recommendations(stalking)
    assert (seven.live, seven.owner) == (False, editor)
    assert seven.wording == "Record stalking behind another crime."
    response = ten.responses.get()
    assert list(response.respondents.all()) == [site_force]
    assert (response.position, response.date) == ("accepted", PartialDate(2024, 11, 21))
    assert str(response.narrative[0].value) == "<p>Accepted.</p><p>We review it.</p>"
    assert set_holding(seven) == set_holding(ten)


def test_the_same_table_again_changes_nothing(screen, stalking):
    screen.paste(CHESHIRE)
    screen.send(save="1")
    before = revisions()

    screen.paste(CHESHIRE)
    assert list(screen.changes()) == [
        "Recommendation 7: stays as it is",
        "Recommendation 10: stays as it is",
    ]
    screen.send(save="1")

    assert revisions() == before
