"""The home page: figures, the latest changes, and the super-complaints."""

import json

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from tests.factories import (
    ImageFactory,
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    SuperComplaintPageFactory,
    change_live,
    make_action,
    make_response,
)
from tests.factories.published import publish, unpublish

pytestmark = pytest.mark.django_db


def main_text(client) -> str:
    soup = BeautifulSoup(client.get("/").content, "html.parser")
    return " ".join(soup.main.text.split())


def test_it_shows_figures_changes_and_super_complaints(client, section):
    above = SuperComplaintPageFactory(parent=section, title="Stalking")
    late = make_action(ActionStatus.IN_PROGRESS, PartialDate(2025))
    page = RecommendationResponsePageFactory(
        parent=above,
        number="7",
        title="Train officers",
        change_note="Says what is done.",
        responses=[make_response(Position.ACCEPTED, OrganisationFactory())],
        actions=[late],
    )
    publish(page)
    change_live(section, first_published_at=timezone.now())
    assert "There are no later changes to show." in main_text(client)
    publish(page)

    text = main_text(client)

    day = f"{timezone.localdate():%-d %B %Y}"
    assert "1 recommendation: 1 past the deadline. None is marked complete." in text
    assert f"As of {day}. Each recommendation is counted once" in text
    assert "Longest past the deadline: Recommendation 7: Train officers, 2025." in text
    assert "Latest changes Recommendation 7: Train officers" in text
    assert "Says what is done." in text
    assert (
        "Super-complaints Stalking 1 recommendation: 1 past the deadline. None is marked complete."
        in text
    )
    # What is not public is not on it.
    unpublish(page)
    assert "Train officers" not in main_text(client)
    unpublish(section)
    assert "Stalking" not in main_text(client)


def test_a_picture_of_the_site_wording_is_public_with_it_and_not_before(
    client, section
):
    image = ImageFactory()
    rendition = image.get_rendition("width-320|format-jpeg")
    home = client.get("/").content.decode()
    assert "<figure" not in home
    assert client.get(rendition.url).status_code == 404

    wording = SiteWordingFactory(picture=[])
    shown = {"image": image.pk, "alt_text": "Officers", "decorative": False}
    wording.picture = json.dumps(
        [{"type": "picture", "value": {"image": shown, "caption": ""}}]
    )
    wording.save_revision()
    assert "<figure" not in client.get("/").content.decode()
    assert client.get(rendition.url).status_code == 404

    publish(wording)
    soup = BeautifulSoup(client.get("/").content, "html.parser")
    assert soup.select_one("main figure img")["alt"] == "Officers"
    assert client.get(rendition.url).status_code == 200
