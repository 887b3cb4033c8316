"""A reader says what is wrong with a page; the feedback team reads it, takes it on and closes it."""

import pytest
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage
from pages.feedback.models import FeedbackEntry
from pages.moderation.approval.roles import FEEDBACK_TEAM
from tests.factories import UserFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

WRONG = "The deadline should be 27 March, not 27 May."


def send_feedback(reader, page):
    reader.goto(page.url)
    reader.get_by_role("link", name="Tell us about a mistake on this page").click()
    reader.get_by_role("button", name="Send feedback").click()
    expect(reader.get_by_role("alert")).to_contain_text("Enter what happened")
    reader.get_by_label("What happened, or what could be better?").fill(WRONG)
    reader.get_by_role("button", name="Send feedback").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Thank you")


@pytest.mark.parametrize("scripts", [True, False])
def test_feedback_about_a_page_is_read_assigned_and_closed(
    demonstration, colleague, new_page, scripts
):
    page = RecommendationResponsePage.objects.get(
        url_path__endswith="/safe-to-share/recommendation-1/"
    )
    send_feedback(new_page(width=375, java_script_enabled=scripts), page)

    member = UserFactory(roles=[FEEDBACK_TEAM], first_name="Fay", last_name="Back")
    inbox = colleague(member).page
    inbox.goto("/admin/")
    inbox.get_by_role("link", name="Feedback", exact=True).click()
    inbox.get_by_role("link", name=WRONG).click()
    expect(inbox.get_by_role("link", name=page.title).first).to_be_visible()
    inbox.get_by_label("Status*").select_option("No action")
    inbox.get_by_label("Assigned to").select_option("Fay Back")
    inbox.get_by_label("Note").fill("The report says May.")
    inbox.get_by_role("button", name="Save").click()

    expect(inbox.locator(".messages .success")).to_contain_text("Saved.")
    entry = FeedbackEntry.objects.get()
    assert (entry.text, entry.page_path, entry.state) == (WRONG, page.url, "no_action")
    assert (entry.assigned_to, entry.note) == (member, "The report says May.")
