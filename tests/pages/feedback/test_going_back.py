"""What the Back button shows of feedback that was sent, perhaps from a borrowed device."""

import pytest
from playwright.sync_api import expect

from tests.factories import SiteWordingFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("feedback_page"),
]


def test_going_back_to_the_form_shows_nothing_of_what_was_sent(page_with_memory):
    SiteWordingFactory()
    page = page_with_memory
    page.goto("/feedback/")
    page.get_by_role("textbox").fill("He follows me.")
    page.get_by_role("button", name="Send feedback").click()
    page.wait_for_url("**/thanks/")

    page.evaluate("history.back()")

    # The page that thanks has no such box.
    expect(page.get_by_role("textbox")).to_have_value("")
