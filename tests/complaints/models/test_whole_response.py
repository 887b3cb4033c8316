"""Everything about a super-complaint on one page."""

import pytest
from bs4 import BeautifulSoup

from complaints.models import ProgressUpdate
from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from tests.factories import RecommendationResponsePageFactory
from tests.factories.published import change_live


@pytest.fixture
def text(client, stalking, answered, action):
    done = action(
        ActionStatus.COMPLETE, PartialDate(2025, 1), PartialDate(2025, 6), completed=PartialDate(2025, 5)
    )
    page = answered("7", Position.ACCEPTED_IN_PART, [done], wording="Seven is to be done.")
    page.progress_updates = [ProgressUpdate(as_at=PartialDate(2025, 3), text="<p>Half is done.</p>")]
    change_live(page)
    RecommendationResponsePageFactory(parent=stalking, number="7.1", wording="A part of seven.")
    RecommendationResponsePageFactory(parent=stalking, number="8", live=False, wording="Nobody knows.")
    return client.get(f"{stalking.url}whole-response/").content.decode()


def test_every_public_recommendation_is_there_in_full(text):
    for told in (
        "Seven is to be done.",
        "A part of seven.",
        "Accepted in part",
        "Because.",
        "January 2025",
        "June 2025",
        "Reason: A new system.",
        "First promised for",
        "Half is done.",
        "stalking/recommendation-7.1",
        "http://localhost/super-complaints/stalking/recommendation-7-1/",
    ):
        assert told in text, told
    assert "Nobody knows." not in text

    soup = BeautifulSoup(text, "html.parser")
    columns = soup.select_one(".in-time")  # the first answer beside what was reported since
    assert columns.find("h3", string="Response")
    assert "Half is done." in columns.text
    links = [link["href"] for link in soup.find("nav", {"aria-labelledby": "contents"}).find_all("a")]
    assert links == ["#recommendation-7", "#recommendation-7-1"]
    assert all(soup.find(id=link[1:]).h2 for link in links)
    assert soup.title.text.startswith("The whole response – Stalking – ")
    assert soup.select(".govuk-breadcrumbs a")[-1]["href"] == "/super-complaints/stalking/"


def test_a_super_complaint_without_recommendations_has_a_whole_response(client, stalking):
    answer = client.get(f"{stalking.url}whole-response/")

    assert answer.status_code == 200
    assert "None of the recommendations in the report has a page here." in answer.content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_printed_whole_response_has_neither_buttons_nor_our_addresses(new_page, stalking, answered):
    answered("7")
    page = new_page(width=700)
    page.emulate_media(media="print")
    page.goto(f"{stalking.url}whole-response/")

    for hidden in (".exit", ".cookie-banner", ".govuk-breadcrumbs", ".page-foot__feedback"):
        assert not page.locator(hidden).first.is_visible(), hidden
    after = page.evaluate(
        "getComputedStyle(document.querySelector('.whole > .columns__lead a'), '::after').content"
    )
    assert after == "none"
