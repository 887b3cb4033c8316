"""The page “What changed” lists all publications of the section."""

import pytest
from bs4 import BeautifulSoup

from tests.factories import (
    RecommendationResponsePageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    make_home,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def stalking(publish_on):
    """A super-complaint with a recommendation, and another one, each published in another month."""
    section = SuperComplaintIndexPageFactory(parent=make_home())
    other = SuperComplaintPageFactory(parent=section, slug="other", title="Other one")
    page = SuperComplaintPageFactory(parent=section, slug="stalking", title="Stalking")
    item = RecommendationResponsePageFactory(parent=page, number="7", title="Plan")
    publish_on(page, "2025-01-10 12:00", note="The report is out.")
    publish_on(item, "2025-02-11 12:00", note="We respond.")
    publish_on(other, "2025-03-12 12:00", note="Another report is out.")
    return page


def read(client, address):
    """Return the heading above the list, and the name and first words of each entry."""
    answer = client.get(address)
    assert answer.status_code == 200
    soup = BeautifulSoup(answer.content, "html.parser")
    entries = [" ".join(each.text.split()) for each in soup.select(".timeline > li")]
    return " ".join(soup.select_one("#publications").text.split()), entries


def test_the_section_lists_all_publications_with_the_super_complaint_of_each(
    client, stalking
):
    heading, entries = read(client, "/super-complaints/history/")

    assert heading == "3 publications, newest first"
    assert ["Another report is out." in entries[0], "We respond." in entries[1]] == [
        True,
        True,
    ]
    assert "Other one" in entries[0]
    assert "Recommendation 7: Plan (Stalking)" in entries[1]
    assert (
        'href="/super-complaints/history/"'
        in client.get("/super-complaints/").content.decode()
    )
