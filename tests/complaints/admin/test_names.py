"""The CMS names a recommendation with its super-complaint wherever Wagtail lists it."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from pages.moderation.approval.roles import MODERATORS
from tests.factories import (
    NoticeFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(section):
    parent = SuperComplaintPageFactory(parent=section, title="Stalking")
    return RecommendationResponsePageFactory(
        parent=parent, number="7", title="Train officers"
    )


@pytest.fixture
def words(client, editor):
    """Return a function that gives the words of the rows of a list."""

    def read(name, **query):
        screen = BeautifulSoup(client.get(reverse(name), query).content, "html.parser")
        return [
            " ".join(row.get_text(" ").split())
            for row in screen.select("main tbody tr")
        ]

    return read


def test_what_is_found_and_the_history_of_the_site(page, words, editor):
    (row,) = words("wagtailadmin_pages:search", q="train")

    assert row.startswith("Recommendation 7: Train officers")
    assert "Stalking" in row
    page.title = "Train every officer"
    page.save_revision(user=editor, log_action=True)
    newest = words("wagtailadmin_reports:site_history")[0]
    assert newest.startswith("Recommendation 7: Train every officer (Stalking)")


def test_notices_tell_their_times_in_words(words, signed_in):
    signed_in(MODERATORS)
    begins = timezone.make_aware(datetime.datetime(2026, 3, 27, 9, 5))
    NoticeFactory(text="Our lines are closed.", shown_from=begins)

    (notice,) = words("wagtailsnippets_content_notice:list")

    assert "Every page 27 March 2026, 09:05 No end date" in notice
