"""The page “What changed” lists all publications, and histories can be limited to a period."""

import pytest
from bs4 import BeautifulSoup

from pages.core.partial_dates import PartialDate
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


def test_a_period_can_be_given_by_days_months_or_years(client, stalking):
    for query, notes in [
        ("since=2025-02", ["Another report is out.", "We respond."]),
        ("until=31 January 2025", ["The report is out."]),
        ("since=2025-02&until=2025-02", ["We respond."]),
        ("since=11 February 2025&until=11/2/2025", ["We respond."]),
        ("since=2026", []),
    ]:
        heading, entries = read(client, f"/super-complaints/history/?{query}")
        found = [
            entry
            for entry in entries
            if "Nothing was published in this period." not in entry
        ]
        assert len(found) == len(notes), query
        for entry, note in zip(found, notes, strict=True):
            assert note in entry
    heading, _ = read(client, "/super-complaints/history/?since=2025&until=2025-03")
    assert heading == "3 publications from 2025 to March 2025, newest first"
    heading, _ = read(client, "/super-complaints/history/?since=2025-02&until=2025-02")
    assert heading == "1 publication in February 2025"


def test_a_super_complaint_that_is_chosen_leads_to_its_history_with_the_period(
    client, stalking
):
    answer = client.get(
        "/super-complaints/history/?super_complaint=stalking&since=2025-02"
    )

    assert answer["Location"] == f"{stalking.url}history/?since=2025-02"
    _, entries = read(client, answer["Location"])
    assert len(entries) == 1
    assert "Recommendation 7: Plan" in entries[0]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("since=soon", "Enter a date, like"),
        ("since=2025-03&until=2025-02", "February 2025 is before March 2025."),
        ("super_complaint=no-such-one", "Choose a super-complaint from the list."),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_left_out(
    client, stalking, query, message
):
    address = f"/super-complaints/history/?{query}"
    _, entries = read(client, address)

    assert len(entries) == 3
    shown = BeautifulSoup(client.get(address).content, "html.parser")
    assert message in shown.select_one(".govuk-error-summary").text, (
        "above the list, also on a phone"
    )
    assert message in shown.select_one("form .govuk-error-message").text
    assert shown.title.text.startswith("Error: ")


def test_dates_that_passed_are_in_the_period_of_their_day(client, publish_on):
    section = SuperComplaintIndexPageFactory(parent=make_home())
    page = SuperComplaintPageFactory(parent=section)
    item = RecommendationResponsePageFactory(
        parent=page, number="7", deadline=PartialDate(2025, 3, 27)
    )
    publish_on(item, "2025-01-10 12:00", note="It is asked.")

    _, entries = read(client, f"{item.url}history/?since=2025-03")

    assert len(entries) == 1
    assert "27 March 2025, passed" in entries[0]


def test_pages_of_a_period_keep_it(client, stalking, monkeypatch):
    monkeypatch.setattr("complaints.history.views.PAGE_SIZE", 1)

    shown = BeautifulSoup(
        client.get("/super-complaints/history/?since=2025-02").content, "html.parser"
    )

    assert shown.find("a", rel="next")["href"] == "?since=2025-02&page=2"
    assert shown.find("meta", attrs={"name": "robots"})["content"] == "noindex"
