"""The screens of the inbox in a real browser, as the team uses them."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Page

from pages.feedback.models import FeedbackEntry
from pages.moderation.roles import FEEDBACK_TEAM
from tests.factories import FeedbackEntryFactory, ImprovementFactory, UserFactory
from tests.journeys.people import Colleague

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# While it slides in, beside every editor's form, its button is smaller than 24 pixels.
ALL_BUT_WAGTAILS_MINIMAP = {"exclude": [["#w-minimap-toggle"]]}
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
def member(entries, new_page):
    """Return a function that gives a member of the team a screen as wide as asked for."""
    user = UserFactory(roles=[FEEDBACK_TEAM])
    return lambda width: Colleague(new_page(width=width), user).page


@pytest.mark.parametrize("width", [320, 1280])
def test_every_screen_passes_axe_and_fits_the_width(entries, member, width):
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
    page = member(width)
    found = {}
    for address in screens:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        result = Axe().run(page, context=ALL_BUT_WAGTAILS_MINIMAP, options={"runOnly": WCAG_2_2_AA})
        if result.violations_count:
            found[address] = result.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert page.title() != "taken over"

    assert found == {}


def test_ticked_entries_are_changed_together(entries, member):
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
