"""The feedback screens of the admin in a real browser."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Page

from pages.feedback.models import FeedbackEntry
from pages.moderation.gate.roles import FEEDBACK_TEAM
from tests.browser.accessible import faults_at
from tests.factories import FeedbackEntryFactory, ImprovementFactory, UserFactory

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

RUDE = "<script>document.title='taken over'</script>\u202e" + "x" * 400


@pytest.fixture
def entries(demonstration, live_server):
    page = Page.objects.get(slug="accessibility-statement")
    return [
        FeedbackEntryFactory(page=page, text=RUDE, state="safeguarding", concerns="risk to life"),
        FeedbackEntryFactory(page=page, useful="yes"),
        FeedbackEntryFactory(page_path="/gone/" + "long" * 50),
    ]


@pytest.fixture
def member(entries, colleague):
    """Return a function that gives a member of the team a screen as wide as asked for."""
    user = UserFactory(roles=[FEEDBACK_TEAM])
    return lambda width: colleague(user, width=width).page


def test_every_screen_passes_axe_and_fits_the_width(entries, member):
    pk = entries[0].pk
    line = ImprovementFactory(entry=entries[0])
    screens = [
        reverse("feedback:index"),
        reverse("feedback:index") + "?state=safeguarding&q=a",
        reverse("feedback:edit", args=[pk]),
        reverse("feedback:redact", args=[pk]),
        reverse("feedback:history", args=[pk]),
        reverse("wagtail_bulk_action", args=["feedback", "feedbackentry", "change"]) + f"?id={pk}",
        reverse("feedback_report"),
        reverse("wagtailsnippets_feedback_improvement:add") + f"?entry={pk}",
        reverse("wagtailsnippets_feedback_improvement:edit", args=[line.pk]),
    ]
    page = member(1280)

    assert faults_at(page, screens) == ""


def test_readers_text_is_not_run_as_a_script(entries, member):
    page = member(1280)
    page.goto(reverse("feedback:edit", args=[entries[0].pk]))

    expect(page.get_by_text(RUDE[:60]).first).to_be_visible()
    assert page.title() != "taken over"


def test_selected_entries_are_changed_together(entries, member):
    page = member(1280)
    page.goto(reverse("feedback:index"))

    for entry in entries[1:]:
        page.locator(f"[data-bulk-action-checkbox][data-object-id='{entry.pk}']").check()
    page.get_by_role("link", name="Change the state of the selected entries").click()
    page.get_by_label("State").select_option("Actioned")
    page.get_by_role("button", name="Change").click()

    expect(page.locator(".messages")).to_contain_text("2 entries changed.")
    states = FeedbackEntry.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["safeguarding", "actioned", "actioned"]


def test_a_concern_is_read_redacted_and_closed_on_a_telephone(entries, member):
    page = member(320)
    page.goto(reverse("feedback:index"))
    page.get_by_role("link", name=re.compile("taken over")).click()
    page.get_by_role("link", name="Remove personal data").click()
    page.get_by_role("textbox").fill("[removed]")
    page.get_by_role("button", name="Remove for good").click()
    expect(page.get_by_text("Personal data was removed on")).to_be_visible()
    page.get_by_label("State").select_option("No action")
    page.get_by_role("button", name="Save").click()

    expect(page.locator(".messages")).to_contain_text("Saved.")
    entry = FeedbackEntry.objects.get(pk=entries[0].pk)
    assert (entry.text, entry.state) == ("[removed]", "no_action")
