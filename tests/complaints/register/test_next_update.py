"""A super-complaint promises its next update: readers see its date, and whether that moved or passed."""

from datetime import datetime
from zoneinfo import ZoneInfo

import feedparser
import pytest
from bs4 import BeautifulSoup

from complaints.models import NextUpdate, SuperComplaintPage
from complaints.models.next_update import open_promises
from pages.core.partial_dates import PartialDate
from tests.factories import (
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    publish,
)

PAGE = "/super-complaints/stalking/"
DATA = "/super-complaints/data/"
LONDON = ZoneInfo("Europe/London")
NOT_RECORDED = "We have not recorded when the next update is due."
MARCH = PartialDate(2027, 3, 1)
MAY = PartialDate(2027, 5, 4)


def on(time_machine, year, month, day):
    time_machine.move_to(datetime(year, month, day, 12, tzinfo=LONDON), tick=False)


@pytest.fixture
def stalking(section, time_machine):
    """A super-complaint with a recommendation, both published before any update is promised."""
    on(time_machine, 2027, 1, 4)
    page = publish(
        SuperComplaintPageFactory(parent=section, slug="stalking", title="Stalking")
    )
    publish(RecommendationResponsePageFactory(parent=page, number="7", title="Plan"))
    return page


def promise(page, *dates):
    """Publish ``page`` with all ``dates`` of its next updates."""
    for place, each in enumerate(dates):
        each.sort_order = place
    page = page.get_latest_revision_as_object()
    page.next_updates = list(dates)
    page.change_note = "The date."
    return publish(page)


def due(date, certainty="confirmed", **fields):
    return NextUpdate(due=date, certainty=certainty, **fields)


def publish_recommendation(stalking, **fields):
    page = stalking.get_children().get().specific.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(page, name, value)
    return publish(page)


def words_of(client, address=PAGE):
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(
        BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split()
    )


def data_of(client):
    [entry] = client.get(f"{DATA}super-complaints.json").json()["super_complaints"]
    return entry


@pytest.mark.parametrize(
    ("date", "certainty", "said"),
    [
        (
            MARCH,
            "confirmed",
            "The next update is due on 1 March 2027. This date is confirmed.",
        ),
        (
            PartialDate(2027, 3),
            "provisional",
            "The next update is due in March 2027. This date is provisional.",
        ),
        (
            PartialDate(2028),
            "provisional",
            "The next update is due in 2028. This date is provisional.",
        ),
    ],
)
def test_the_page_and_the_register_say_when_the_next_update_is_due(
    client, stalking, date, certainty, said
):
    promise(stalking, due(date, certainty))

    heading = BeautifulSoup(client.get(PAGE).content, "html.parser").find("h1")
    assert heading.find_next("p").get_text() == said
    assert NOT_RECORDED not in words_of(client)
    assert said in words_of(client, "/super-complaints/")
    assert said in words_of(client, f"{PAGE}whole-response/")


def test_what_nobody_entered_is_said_to_be_not_recorded_and_nothing_more(
    client, stalking
):
    assert words_of(client).count(NOT_RECORDED) == 1
    assert "next update" not in words_of(client, "/super-complaints/").lower()
    entry = data_of(client)
    assert entry["next_update"] is None
    assert entry["next_update_known"] == "not_entered"
    assert entry["next_update_passed"] is None
    assert entry["next_updates"] == []


def test_the_first_date_and_the_reason_stay_when_the_date_moves(
    client, stalking, time_machine
):
    promise(
        stalking, due(MARCH), due(MAY, "provisional", reason="The inspection is late.")
    )

    said = words_of(client)

    assert (
        "The next update is due on 4 May 2027. This date is provisional. It was first due on 1 March 2027."
        in said
    )
    assert (
        "Due 1 March 2027 Confirmed Moved to 4 May 2027 Provisional Reason: The inspection is late."
        in said
    )
    entry = data_of(client)
    assert (entry["next_update"], entry["next_update_certainty"]) == (
        "2027-05-04",
        "provisional",
    )
    assert [each["date"] for each in entry["next_updates"]] == [
        "2027-03-01",
        "2027-05-04",
    ]
    assert entry["next_updates"][1]["reason"] == "The inspection is late."


@pytest.mark.parametrize(
    ("date", "day", "said"),
    [
        (MARCH, (2027, 3, 2), "The next update was due on 1 March 2027, 1 day ago."),
        (MARCH, (2027, 3, 13), "The next update was due on 1 March 2027, 12 days ago."),
        (
            PartialDate(2027, 3),
            (2027, 4, 2),
            "The next update was due by the end of March 2027, 2 days ago.",
        ),
    ],
)
def test_a_date_that_passed_without_an_update_says_how_many_days_ago(
    client, stalking, time_machine, date, day, said
):
    promise(stalking, due(date))
    on(time_machine, *day)

    assert f"{said} No update has been published here since then." in words_of(client)
    assert said in words_of(client, "/super-complaints/")
    assert data_of(client)["next_update_passed"] is True
    [row] = client.get(f"{DATA}recommendations.json").json()["recommendations"]
    assert (row["next_update"], row["next_update_passed"]) == (str(date), True)


def test_on_its_last_day_an_update_is_still_due(client, stalking, time_machine):
    promise(stalking, due(MARCH))
    on(time_machine, 2027, 3, 1)

    assert "The next update is due on 1 March 2027." in words_of(client)
    assert data_of(client)["next_update_passed"] is False


class TestWhatEndsAPromise:
    def test_a_recommendation_that_is_published_on_the_day_or_later(
        self, client, stalking, time_machine
    ):
        promise(stalking, due(MARCH))
        on(time_machine, 2027, 3, 1)
        publish_recommendation(stalking, summary="More is known.")
        on(time_machine, 2027, 3, 13)

        assert NOT_RECORDED in words_of(client)
        assert "days ago" not in words_of(client)
        assert data_of(client)["next_update_known"] == "not_entered"

    def test_of_a_month_any_day_in_it_will_do(self, client, stalking, time_machine):
        promise(stalking, due(PartialDate(2027, 3)))
        on(time_machine, 2027, 3, 9)
        publish_recommendation(stalking, summary="More is known.")

        assert NOT_RECORDED in words_of(client)

    def test_not_what_was_published_before(self, client, stalking, time_machine):
        promise(stalking, due(MARCH))
        on(time_machine, 2027, 2, 28)
        publish_recommendation(stalking, summary="More is known.")
        on(time_machine, 2027, 3, 2)

        assert "1 day ago" in words_of(client)

    def test_not_another_date_for_it(self, client, stalking, time_machine):
        page = promise(stalking, due(MARCH))
        on(time_machine, 2027, 3, 9)
        page = promise(page, due(MARCH), due(PartialDate(2027, 3, 8), reason="Late."))
        on(time_machine, 2027, 3, 10)

        assert "was due on 8 March 2027, 2 days ago." in words_of(client)

    def test_a_response_on_the_page_of_the_super_complaint(
        self, client, stalking, time_machine
    ):
        page = promise(stalking, due(MARCH))
        on(time_machine, 2027, 3, 9)
        page = page.get_latest_revision_as_object()
        page.summary = "Something new."
        publish(page)

        assert NOT_RECORDED in words_of(client)

    def test_the_date_on_which_an_editor_says_it_was_published(
        self, client, stalking, time_machine
    ):
        kept = due(MARCH, published=PartialDate(2027, 2, 20))
        on(time_machine, 2027, 2, 20)
        promise(stalking, kept, due(MAY, "provisional"))

        said = words_of(client)

        assert "The next update is due on 4 May 2027. This date is provisional." in said
        assert "first due" not in said
        assert "20 February 2027 Promised update published Due 1 March 2027" in said
        assert [each["published"] for each in data_of(client)["next_updates"]] == [
            "2027-02-20",
            None,
        ]


def test_that_no_date_can_be_given_is_said_with_its_reason(client, stalking):
    promise(stalking, NextUpdate(no_date=True, reason="The plan is complete."))

    said = words_of(client)
    assert "We cannot give a date for the next update." in said
    assert "No date can be given Reason: The plan is complete." in said
    assert NOT_RECORDED not in said
    assert data_of(client)["next_update_known"] == "none"


def test_the_feed_begins_with_it(client, stalking, time_machine):
    promise(
        stalking, due(MARCH), due(MAY, "provisional", reason="The inspection is late.")
    )
    on(time_machine, 2027, 5, 6)

    feed = feedparser.parse(
        client.get("/super-complaints/stalking/updates.atom").content
    )

    assert feed.feed.subtitle.startswith(
        "The next update was due on 4 May 2027, 2 days ago."
    )
    assert (
        "subtitle"
        not in feedparser.parse(
            client.get("/super-complaints/updates.atom").content
        ).feed
    )


def test_an_old_version_shows_the_dates_that_it_had(client, stalking):
    page = promise(stalking, due(MARCH))
    promise(page, due(MARCH), due(MAY, "provisional", reason="The inspection is late."))

    assert "Due 1 March 2027 Confirmed" in words_of(client, f"{PAGE}history/2/")
    assert "4 May 2027" not in words_of(client, f"{PAGE}history/2/")


@pytest.mark.parametrize("number", [1, 6])
def test_the_number_of_queries_does_not_grow_with_the_super_complaints(
    section, django_assert_num_queries, time_machine, number
):
    on(time_machine, 2027, 3, 9)
    for _ in range(number):
        page = publish(SuperComplaintPageFactory(parent=section))
        publish(RecommendationResponsePageFactory(parent=page, number="1"))
        promise(page, due(PartialDate(2027, 3, 8)))

    with django_assert_num_queries(5):
        assert not open_promises(
            SuperComplaintPage.objects.prefetch_related("next_updates")
        )
