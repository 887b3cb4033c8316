"""The CMS names a recommendation with its super-complaint wherever Wagtail lists it."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.factories import RecommendationResponsePageFactory, SuperComplaintPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(section):
    parent = SuperComplaintPageFactory(parent=section, title="Stalking")
    return RecommendationResponsePageFactory(parent=parent, number="7", title="Train officers")


@pytest.fixture
def words(client, editor):
    """Return a function that gives the words of the rows of a list."""

    def read(name, **query):
        screen = BeautifulSoup(client.get(reverse(name), query).content, "html.parser")
        return [" ".join(row.get_text(" ").split()) for row in screen.select("main tbody tr")]

    return read


def test_what_is_found(page, words):
    (row,) = words("wagtailadmin_pages:search", q="train")

    assert row.startswith("Recommendation 7: Train officers")
    assert "Stalking" in row


def test_the_history_of_the_site(page, words, editor):
    page.title = "Train every officer"
    page.save_revision(user=editor, log_action=True)

    assert words("wagtailadmin_reports:site_history")[0].startswith(
        "Recommendation 7: Train every officer (Stalking)"
    )
