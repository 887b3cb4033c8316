"""The feedback screens of the admin in a real browser."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from pages.moderation.approval.roles import FEEDBACK_TEAM
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
        FeedbackEntryFactory(
            page=page, text=RUDE, state="safeguarding", concerns="risk to life"
        ),
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
        reverse("wagtail_bulk_action", args=["feedback", "feedbackentry", "change"])
        + f"?id={pk}",
        reverse("feedback_report"),
        reverse("wagtailsnippets_feedback_improvement:add") + f"?entry={pk}",
        reverse("wagtailsnippets_feedback_improvement:edit", args=[line.pk]),
    ]
    page = member(1280)

    assert faults_at(page, screens) == ""
    for screen in screens[:5]:
        page.goto(screen)
        assert page.title() != "taken over", screen
