"""A super-complaint is followed by its own feed and by the calendar of its dates."""

import datetime

import feedparser
import pytest
from icalendar import Calendar

from complaints.vocabulary import ActionStatus
from pages.core.partial_dates import PartialDate
from tests.factories import (
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    change_live,
    make_action,
    publish,
)

FOLLOW = "/super-complaints/follow/"
REPORT = ", report of 27 September 2024"


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
    answer = client.get(f"{FOLLOW}{slug}.atom{query}")
    parsed = feedparser.parse(
        answer.content, response_headers={"content-type": answer["Content-Type"]}
    )
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


def read_calendar(client, slug="stalking"):
    """Return the entries of a calendar as title and day, in the order of the file."""
    answer = client.get(f"{FOLLOW}{slug}.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert not calendar.errors
    return calendar.walk("VEVENT")


def titles_and_days(entries):
    return [(str(entry["summary"]), entry.decoded("dtstart")) for entry in entries]


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
    assert own == [f"http://localhost{FOLLOW}stalking.atom"]
    assert feed.feed.id != read_feed(client, "other").feed.id


def test_its_calendar_has_deadlines_and_due_dates_under_titles_that_name_no_subject(
    client, stalking, other
):
    due = make_action(ActionStatus.IN_PROGRESS, PartialDate(2026, 3))
    late = make_action(ActionStatus.IN_PROGRESS, PartialDate(2027, 1, 2))
    done = make_action(
        ActionStatus.COMPLETE, PartialDate(2025, 1), completed=PartialDate(2025, 1)
    )
    RecommendationResponsePageFactory(
        parent=stalking,
        number="7.1",
        title="Plan",
        deadline=PartialDate(2025, 3, 27),
        actions=[due, late, done],
    )
    RecommendationResponsePageFactory(
        parent=stalking, number="8", deadline_printed="within six months"
    )
    RecommendationResponsePageFactory(
        parent=stalking, number="9", deadline=PartialDate(2030), live=False
    )

    entries = read_calendar(client)

    assert titles_and_days(entries) == [
        (f"Deadline to respond{REPORT}", datetime.date(2024, 11, 22)),
        (f"Recommendation 7.1: deadline{REPORT}", datetime.date(2025, 3, 27)),
        (
            f"Recommendation 7.1: action due (March 2026){REPORT}",
            datetime.date(2026, 3, 31),
        ),
        (f"Recommendation 7.1: action due{REPORT}", datetime.date(2027, 1, 2)),
    ]
    assert str(entries[1]["url"]).startswith(
        "http://localhost/super-complaints/stalking/recommendation-7"
    )
    assert len({str(entry["uid"]) for entry in entries}) == 4


def test_entries_of_a_calendar_can_be_told_apart_without_a_number_and_without_the_subject(
    client, stalking
):
    for title in ("Screen", "Investigate"):
        RecommendationResponsePageFactory(
            parent=stalking, number="", title=title, deadline=PartialDate(2025, 3, 27)
        )

    titles = [str(entry["summary"]) for entry in read_calendar(client)]

    assert titles == [
        f"Deadline to respond{REPORT}",
        f"Recommendation without a number (1 of 2): deadline{REPORT}",
        f"Recommendation without a number (2 of 2): deadline{REPORT}",
    ]


def test_a_calendar_program_knows_an_entry_again_after_the_page_changes(
    client, stalking
):
    page = RecommendationResponsePageFactory(
        parent=stalking, number="7", deadline=PartialDate(2025, 3, 27)
    )
    [_, before] = read_calendar(client)

    change_live(page, title="Another title", number="8")

    [_, after] = read_calendar(client)
    assert (after["uid"], after["summary"]) == (
        before["uid"],
        f"Recommendation 8: deadline{REPORT}",
    )


def test_nothing_of_a_draft_or_of_an_unknown_one_can_be_followed(client, section):
    SuperComplaintPageFactory(parent=section, slug="draft", live=False)

    for name in ("draft", "unknown"):
        for suffix in ("atom", "ics"):
            assert client.get(f"{FOLLOW}{name}.{suffix}").status_code == 404


def test_the_pages_link_to_both_and_warn_those_who_share_a_device(client, stalking):
    page = RecommendationResponsePageFactory(parent=stalking, number="7")

    for address in (stalking.url, page.url):
        shown = client.get(address).content.decode()
        assert f"{FOLLOW}stalking.atom" in shown
        assert "other people may see what you follow" in shown
        assert "in a feed reader app" in shown
    assert f"{FOLLOW}stalking.ics" in client.get(stalking.url).content.decode()
