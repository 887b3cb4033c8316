"""Pages as at the end of a past day."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import PageViewRestriction

from complaints.models import DueDate, Organisation, RecommendationState
from complaints.vocabulary import DetailedStatus
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.roles import MODERATORS
from pages.moderation.models import PublishedVersion
from pages.moderation.takedown import redact, take_down
from tests.factories import (
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    UserFactory,
    publish,
)
from tests.factories.published import change_live, unpublish

from .conftest import london

pytestmark = pytest.mark.usefixtures("noon")

SECTION = "/super-complaints/"


@pytest.fixture
def index_version(section):
    """The published introduction of the section."""
    publish(section)
    PublishedVersion.objects.for_object(section).update(
        published_at=london("2025-01-01 10:00")
    )


def test_a_past_day_shows_the_page_at_its_end_in_london(
    text_on_day, stalking, publish_on
):
    publish_on(
        stalking, "2025-05-02 00:01", note="Reworded.", summary="The second words."
    )
    publish_on(
        stalking, "2025-05-02 23:59", note="Reworded.", summary="The third words."
    )

    assert "How the police respond to stalking." in text_on_day(stalking, "2025-05-01")
    assert "The third words." in text_on_day(stalking, "2025-05-02")
    assert "The second words." not in text_on_day(stalking, "2025-05-02")
    assert "This is the page as it was on 1 May 2025" in text_on_day(
        stalking, "2025-05-01"
    )
    assert "as it is today" in text_on_day(stalking, str(timezone.localdate()))


def test_a_day_before_the_first_publication_says_that_nothing_was_published(
    text_on_day, stalking, recommendation, index_version
):
    words = "by the end of 28 February 2025"
    assert words in text_on_day(stalking, "2025-02-28")
    assert words in text_on_day(recommendation, "2025-02-28")
    assert f"Nothing was published here {words}" in text_on_day(SECTION, "2025-02-28")


def test_a_past_day_shows_what_was_past_a_due_date_then(
    text_on_day, recommendation, stalking, publish_on
):
    assert RecommendationState.objects.in_detailed_statuses(
        [DetailedStatus.OVERDUE]
    ).exists()
    action = recommendation.actions.get()
    later = DueDate(due=PartialDate(2025, 9), reason="More.", sort_order=1)
    action.due_dates = [*action.due_dates.all(), later]
    recommendation.actions = [action]
    publish_on(recommendation, "2025-04-10 10:00", note="A later date.")

    past = "Past the deadline, not marked complete Its own due date was March 2025"
    for page in (recommendation, stalking):
        assert "Past the deadline" not in text_on_day(page, "2025-03-31")
        assert "In progress" in text_on_day(page, "2025-03-31")
        assert past in text_on_day(page, "2025-04-01")
    assert "1 recommendation: 1 in progress" in text_on_day(SECTION, "2025-03-31")
    assert "1 recommendation: 1 past the deadline" in text_on_day(SECTION, "2025-04-01")
    assert past in text_on_day(recommendation, "2025-04-09")
    assert "Past the deadline" not in text_on_day(recommendation, "2025-04-10")


def test_a_reopened_recommendation_is_reopened_from_the_day_of_publication(
    text_on_day, recommendation, publish_on
):
    for moment, status, completed in [
        ("2025-03-10 10:00", "complete", PartialDate(2025, 3, 9)),
        ("2025-03-20 10:00", "in_progress", None),
    ]:
        action = recommendation.actions.get()
        action.status, action.completed = status, completed
        recommendation.actions = [action]
        recommendation = publish_on(recommendation, moment, note="Changed.")

    assert (
        "In progress"
        in text_on_day(recommendation, "2025-03-09").partition("Responses")[0]
    )
    assert (
        "Marked complete"
        in text_on_day(recommendation, "2025-03-19").partition("Responses")[0]
    )
    assert "It was marked complete before" in text_on_day(recommendation, "2025-03-20")


@pytest.mark.parametrize("hides", [redact, take_down])
def test_a_recommendation_stays_reopened_when_its_complete_version_is_hidden(
    text_on_day, recommendation, publish_on, hides
):
    moderator = UserFactory(roles=[MODERATORS])
    action = recommendation.actions.get()
    action.status, action.completed = "complete", PartialDate(2025, 3, 10)
    page = publish_on(
        recommendation, "2025-03-10 10:00", note="Done.", actions=[action]
    )
    action.status, action.completed = "in_progress", None
    again = DueDate(
        due=PartialDate(2099), reason="It was not done after all.", sort_order=1
    )
    action.due_dates = [*action.due_dates.all(), again]
    if hides is take_down:
        take_down(page, moderator, PublishedVersion.WithdrawalReason.ERROR, "x")
        page = type(page).objects.get(pk=page.pk)
    page = publish_on(
        page, "2025-03-20 10:00", note="Not done after all.", actions=[action]
    )
    if hides is redact:
        redact(page, 2, moderator, "error", "x")

    today = text_on_day(page, str(timezone.localdate()))
    assert "It was marked complete before" in today
    assert RecommendationState.objects.filter(
        page=page, detailed_status="reopened"
    ).exists()


def test_a_past_status_is_the_one_that_was_shown_whatever_is_derived_now(
    text_on_day, recommendation
):
    derived_now = {
        "detailed_status": "complete",
        "status": "marked_complete",
        "due": "",
    }
    RecommendationState.objects.update(
        **derived_now, last_day_before_overdue=None, last_day_before_past_deadline=None
    )

    assert "Its own due date was March 2025" in text_on_day(
        recommendation, "2025-04-01"
    )
    assert "1 past the deadline" in text_on_day(SECTION, "2025-04-01")


@pytest.mark.both_databases  # the order comes out of what versions store
def test_a_past_register_lists_only_pages_published_by_then(
    text_on_day, recommendation, stalking, section, publish_on
):
    later = publish_on(
        SuperComplaintPageFactory(parent=section, title="Later"), "2025-06-01 10:00"
    )
    another = RecommendationResponsePageFactory(
        parent=stalking, number="8", title="Another"
    )
    publish_on(another, "2025-06-01 10:00")

    register, page = (
        text_on_day(SECTION, "2025-05-31"),
        text_on_day(stalking, "2025-05-31"),
    )
    assert "1 super-complaint " in register
    assert later.title not in register
    assert "Train officers" in page
    assert "Another" not in page
    assert "2 super-complaints," in text_on_day(SECTION, "2025-06-01")


def test_links_on_a_past_day_keep_the_day(client, recommendation, stalking, section):
    for page, linked in [
        (section, stalking),
        (stalking, recommendation),
        (recommendation, stalking),
    ]:
        answer = client.get(page.url, {"as_at": "2025-03-31"})
        assert f'href="{linked.url}?as_at=2025-03-31"' in answer.content.decode()
        assert (
            f'href="{page.url}">Read the page as it is now' in answer.content.decode()
        )
    assert f'href="{section.url}?as_at=2025-03-31"' in answer.content.decode()


def test_title_and_heading_have_the_name_of_the_page_on_that_day(
    client, recommendation, stalking, publish_on
):
    publish_on(
        recommendation,
        "2025-04-01 10:00",
        note="Reworded.",
        title="Train all",
        number="8",
    )
    publish_on(stalking, "2025-04-01 10:00", note="Reworded.", title="Following")
    then, now = "Recommendation 7: Train officers", "Recommendation 8: Train all"
    history = f"{stalking.url}recommendation-8/history/"

    for address, name in [
        (
            f"{stalking.url}recommendation-8/?as_at=2025-03-31",
            f"On 31 March 2025: {then}",
        ),
        (
            f"{stalking.url}recommendation-8/?as_at=2025-04-01",
            f"On 1 April 2025: {now}",
        ),
        (f"{stalking.url}recommendation-8/?as_at=x", f"On another day: {now}"),
        (history, f"History: {now}"),
        (f"{history}1/", f"Version 1: {then}"),
        (f"{history}2/", f"Version 2: {now}"),
        (f"{history}compare/", f"Comparison: {now}"),
        (f"{stalking.url}?as_at=2025-03-31", "On 31 March 2025: Stalking"),
        (f"{stalking.url}history/1/", "Version 1: Stalking"),
        (f"{stalking.url}history/", "History: Following"),
    ]:
        soup = BeautifulSoup(client.get(address).content, "html.parser")

        told = f"Error: {name}" if "as_at=x" in address else name
        assert soup.title.text.strip().startswith(f"{told} – "), address
        assert " ".join(soup.h1.get_text().split()) == name


def test_organisations_have_their_names_on_that_day(text_on_day, recommendation, force):
    publish(force)
    versions = PublishedVersion.objects.filter(
        model="complaints.organisation", object_id=str(force.pk)
    )
    versions.update(published_at=london("2025-01-01 10:00"))
    force = Organisation.objects.get(pk=force.pk)
    force.name = "The new name"
    force.change_note = "It has a new name."
    publish(force)
    versions.filter(number=2).update(published_at=london("2025-04-01 10:00"))

    assert "The new name" not in text_on_day(recommendation, "2025-03-31")
    assert (
        "Northamptonshire Police"
        not in text_on_day(recommendation, "2025-04-01").partition("Exact wording")[0]
    )
    assert "The new name" in text_on_day(recommendation, "2025-04-01")


def test_pages_that_are_not_public_now_are_not_shown_on_a_past_day(
    client, text_on_day, recommendation, stalking
):
    restriction = PageViewRestriction.objects.create(
        page=recommendation, restriction_type="login"
    )
    assert recommendation.title not in text_on_day(stalking, "2025-03-31")
    assert "0 recommendations" in text_on_day(SECTION, "2025-03-31")
    assert client.get(recommendation.url, {"as_at": "2025-03-31"}).status_code == 302
    restriction.delete()

    unpublish(stalking)
    assert stalking.title not in text_on_day(SECTION, "2025-03-31")
    assert client.get(stalking.url, {"as_at": "2025-03-31"}).status_code in {404, 410}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"redacted_at": timezone.now(), "redacted_because": "legal"},
            "a legal reason",
        ),
        (
            {"withdrawn_at": timezone.now(), "withdrawn_because": "error"},
            "it contained an error",
        ),
    ],
)
def test_hidden_words_are_not_shown_on_any_day(
    text_on_day, recommendation, stalking, publish_on, fields, words
):
    publish_on(recommendation, "2025-05-01 10:00", note="Put right.", title="Put right")
    PublishedVersion.objects.for_object(recommendation).filter(number=1).update(
        **fields
    )

    text = text_on_day(recommendation, "2025-03-31", status=410)
    assert words in text
    assert "Train everybody" not in text
    assert "Train officers" not in text_on_day(stalking, "2025-03-31")
    assert "1 cannot be shown as it was" in text_on_day(stalking, "2025-03-31")
    assert "0 recommendations 1 more cannot be shown as it was." in text_on_day(
        SECTION, "2025-03-31"
    )
    assert "1 recommendation: " in text_on_day(SECTION, "2025-05-01")
    assert "cannot be shown" not in text_on_day(SECTION, "2025-05-01")
    assert "Put right" in text_on_day(stalking, "2025-05-01")

    PublishedVersion.objects.for_object(stalking).update(**fields)
    assert "1 more cannot be shown as it was" in text_on_day(SECTION, "2025-03-31")


def test_drafts_and_changes_past_the_versions_are_not_shown(text_on_day, stalking):
    change_live(stalking, summary="Changed without a version.")
    stalking.summary = "A draft."
    stalking.save_revision()

    text = text_on_day(stalking, str(timezone.localdate()))
    assert "A draft." not in text
    assert "Changed without a version." not in text


def test_an_invalid_day_gives_the_page_with_a_message(
    text_on_day, stalking, recommendation
):
    for day in [
        "",
        " ",
        "x",
        "2025",
        "2025-02-30",
        "2025-13-01",
        "0000-00-00",
        "20250301",
        "\u0662025-03-01",
        "\0",
        "1" * 5_000,
    ]:
        for page in (SECTION, stalking, recommendation):
            assert "Error:" in text_on_day(page, day), day


def test_the_title_says_that_a_day_shows_nothing_and_the_box_keeps_it(client, stalking):
    PublishedVersion.objects.for_object(stalking).update(
        withdrawn_at=timezone.now(), withdrawn_because="legal"
    )
    for typed in ("soon", "1/2/2025", "31/3/2025"):
        page = BeautifulSoup(
            client.get(stalking.url, {"as_at": typed}).content, "html.parser"
        )
        is_error = page.title.text.startswith("Error: On ")
        assert is_error == (typed == "soon"), typed
        assert page.find(id="as-at")["value"] == typed


def test_a_day_before_the_first_publication_is_kept_beside_the_day_from_which_there_is_something(
    client, stalking, publish_on
):
    publish_on(stalking, "2025-06-01 10:00", note="Later.")
    page = BeautifulSoup(
        client.get(stalking.url, {"as_at": "1/2/2025"}).content, "html.parser"
    )

    assert page.find(id="as-at")["value"] == "1/2/2025"
    told = "published by the end of 1 February 2025. It was first published here on 1 March 2025."
    assert told in page.select_one("main .inset").text
    assert not page.title.text.startswith("Error")


def test_a_day_may_be_typed_as_people_write_it_and_others_are_told_apart(
    client, text_on_day, stalking
):
    for typed in ["31 March 2025", "31/3/2025", "31st of march, 2025", "2025-03-31"]:
        assert "on 31 March 2025" in text_on_day(stalking, typed), typed
    assert "Enter the day as well, for example 31 March 2026." in text_on_day(
        stalking, "March 2025"
    )
    assert "Enter a date, like 27 March 2025 or 27/3/2025." in text_on_day(
        stalking, "soon"
    )
    for day in ("9999-12-31", str(timezone.localdate() + datetime.timedelta(days=2))):
        for page in (stalking, SECTION):
            assert "That day is in the future." in text_on_day(page, day)
    assert "Nothing of this page was published" in text_on_day(stalking, "0001-01-01")
    for query in ("as_at=%FF%FE", "as_at=2025-03-31&as_at=x"):
        assert client.get(f"{stalking.url}?{query}").status_code == 200
