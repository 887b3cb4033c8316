"""The page of a recommendation: due dates and completions, names, neighbours."""

from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.roles import EDITORS
from tests.factories import RecommendationResponsePageFactory, make_action, publish


def main_of(client, page) -> str:
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    return " ".join(soup.main.get_text(" ", strip=True).split())


def test_a_completed_action_is_compared_with_its_first_due_date(client, answered):
    compared = [
        (PartialDate(2025, 1, 31), PartialDate(2025, 2, 1), " after the due date"),
        (PartialDate(2025, 1, 31), PartialDate(2025, 1, 31), " by the due date"),
        (PartialDate(2025, 1), PartialDate(2025, 1), " by the due date"),
        (PartialDate(2024), PartialDate(2025, 1), " after the due date"),
        (PartialDate(2025, 1, 31), PartialDate(2025), ""),
    ]
    later = PartialDate(2026, 12)
    done = [
        make_action(ActionStatus.COMPLETE, first, later, completed=when)
        for first, when, _ in compared
    ]

    undated = make_action(ActionStatus.COMPLETE, completed=PartialDate(2025))
    text = main_of(client, answered("1", actions=[*done, undated]))

    for due, completed, verdict in compared:
        assert (
            f"Due {due.words} at first, completed {completed.words}{verdict}"
            in text.replace(" ,", ",")
        )
    assert text.count("at first, completed") + text.count(
        "at first , completed"
    ) == len(compared)


def test_a_recommendation_and_an_action_past_their_due_date_give_that_date(
    client, answered
):
    late = make_action(ActionStatus.IN_PROGRESS, PartialDate(2025, 3, 31))

    text = main_of(client, answered("1", actions=[late]))

    assert "accepted this recommendation and gave a due date of 31 March 2025." in text
    assert text.count("Past the deadline, not marked complete") == 1
    assert "Past the due date 31 March 2025" in text
    assert "1 April 2025" not in text


def test_each_action_is_counted_once_with_overdue_ones_first(client, answered):
    done = [
        make_action(ActionStatus.COMPLETE, completed=PartialDate(2025))
        for _ in range(2)
    ]
    late = make_action(ActionStatus.IN_PROGRESS, PartialDate(2025, 3, 31))

    page = answered("1", actions=[*done, make_action(""), late])

    counts = BeautifulSoup(client.get(page.url).content, "html.parser").select(
        ".facts .counts li"
    )
    assert [count.get_text() for count in counts] == [
        "1 past the due date",
        "2 marked complete",
        "1 with no status recorded",
    ]


def test_a_recommendation_shows_identifier_permanent_address_and_history(
    client, stalking
):
    page = RecommendationResponsePageFactory(parent=stalking, number="7.1")

    text = main_of(client, page)

    assert "stalking/recommendation-7.1" in text
    assert f"http://localhost{page.url}" in text
    assert f'href="{page.url}history/"' in client.get(page.url).content.decode()


def test_a_preview_shows_the_states_of_the_draft(client, answered, signed_in):
    page = publish(answered("1", actions=[make_action(ActionStatus.IN_PROGRESS)]))
    draft = page.get_latest_revision_as_object()
    response = draft.responses.get()
    response.position = Position.NOT_APPLICABLE
    draft.responses = [response]
    draft.actions = []
    draft.save_revision()
    signed_in(EDITORS)

    preview = client.get(
        reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    ).content.decode()
    soup = BeautifulSoup(preview, "html.parser")

    statuses = [
        each.get_text(strip=True) for each in soup.select(".page-heading .status")
    ]
    assert statuses == ["Closed, not complete"]
    assert (
        "says this recommendation does not apply here"
        in soup.select_one(".page-heading").get_text()
    )
    assert "ld+json" not in preview


def test_sub_items_are_shown_and_neighbours_follow_the_numbers(client, stalking):
    pages = {
        number: RecommendationResponsePageFactory(
            parent=stalking, number=number, title=f"Do {number}"
        )
        for number in ("10", "7.2", "2", "7", "7.1")
    }

    soup = BeautifulSoup(client.get(pages["7"].url).content, "html.parser")

    parts = [link["href"] for link in soup.select(".row__asked > a")]
    assert parts == [pages["7.1"].url, pages["7.2"].url]
    assert soup.find(rel="prev")["href"] == pages["2"].url
    assert soup.find(rel="next")["href"] == pages["7.1"].url


def test_all_parts_are_read_together_however_many_there_are(client, stalking):
    whole = RecommendationResponsePageFactory(parent=stalking, number="7")

    def queries_with_parts(*numbers: str) -> int:
        for number in numbers:
            RecommendationResponsePageFactory(parent=stalking, number=number)
        client.get(whole.url)  # what is asked for once, however much is shown
        with CaptureQueriesContext(connection) as captured:
            client.get(whole.url)
        return len(captured)

    few = queries_with_parts("7.1", "7.2")

    assert queries_with_parts("7.3", "7.4", "7.5") == few
