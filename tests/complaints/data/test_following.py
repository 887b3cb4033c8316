"""A super-complaint is followed by its own feed."""

import feedparser
import pytest

from pages.core.partial_dates import PartialDate
from tests.factories import (
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    change_live,
    publish,
)

SECTION = "/super-complaints/"


@pytest.fixture
def stalking(section):
    page = SuperComplaintPageFactory(
        parent=section,
        slug="stalking",
        title="Stalking",
        respond_by=PartialDate(2024, 11, 22),
    )
    return publish(page)


@pytest.fixture
def other(section):
    page = publish(
        SuperComplaintPageFactory(parent=section, slug="other", title="Other")
    )
    publish(
        RecommendationResponsePageFactory(
            parent=page, number="5", deadline=PartialDate(2031)
        )
    )
    return page


def read_feed(client, slug, query=""):
    """Return the feed of a super-complaint as a strict parser reads it."""
    answer = client.get(f"{SECTION}{slug}/updates.atom{query}")
    parsed = feedparser.parse(
        answer.content, response_headers={"content-type": answer["Content-Type"]}
    )
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


def test_its_feed_has_its_own_publications_and_those_of_its_recommendations_alone(
    client, stalking, other
):
    page = publish(
        RecommendationResponsePageFactory(parent=stalking, number="7", title="Plan")
    )
    publish(change_live(page, title="Plan more", change_note="We planned more."))

    feed = read_feed(client, "stalking")

    assert [entry.title for entry in feed.entries] == [
        "Recommendation 7: Plan more (Stalking)",
        "Recommendation 7: Plan (Stalking)",
        "Stalking",
    ]
    assert feed.feed.title == "Stalking: what Police published"
    assert feed.feed.link == "http://localhost/super-complaints/stalking/"
    own = [link.href for link in feed.feed.links if link.rel == "self"]
    assert own == [f"http://localhost{SECTION}stalking/updates.atom"]
    assert feed.feed.id != read_feed(client, "other").feed.id


def test_nothing_of_a_draft_or_of_an_unknown_one_can_be_followed(client, section):
    SuperComplaintPageFactory(parent=section, slug="draft", live=False)

    for name in ("draft", "unknown"):
        assert client.get(f"{SECTION}{name}/updates.atom").status_code == 404


def test_the_pages_link_to_it_and_warn_those_who_share_a_device(client, stalking):
    page = RecommendationResponsePageFactory(parent=stalking, number="7")

    for address in (stalking.url, page.url):
        shown = client.get(address).content.decode()
        assert f"{SECTION}stalking/updates.atom" in shown
        assert "other people may see what you follow" in shown
        assert "in a feed reader app" in shown
