"""A typo is corrected, approved by two people and read: at once, or at a minute that the editor sets."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage
from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

CORRECTED = "Stop sharing the immigration status of victims"


@pytest.fixture
def page(demonstration):
    return RecommendationResponsePage.objects.get(
        url_path__endswith="/safe-to-share/recommendation-1/"
    )


def correct_title(editor, page):
    editor.edit(page.pk)
    editor.open_tab("What it asks")
    editor.fill("Title*", CORRECTED)


def approve_twice(colleague):
    for role, button in [
        (MODERATORS, "Approve and send"),
        (APPROVING_OFFICERS, "Approve"),
    ]:
        reviewer = colleague(role, width=375)
        reviewer.open_first_review()
        expect(reviewer.page.get_by_role("main")).to_contain_text(CORRECTED)
        reviewer.decide(button)
    return reviewer


def test_a_corrected_typo_is_public_after_two_approvals(colleague, new_page, page):
    reader = new_page(width=375)
    heading = reader.get_by_role("heading", level=1)
    editor = colleague(EDITORS, width=375)
    correct_title(editor, page)
    editor.submit()
    reader.goto(page.url)
    expect(heading).not_to_contain_text(CORRECTED)

    officer = approve_twice(colleague)

    expect(officer.page.locator(".messages .success")).to_contain_text("Published: ")
    reader.goto(page.url)
    expect(heading).to_contain_text(CORRECTED)


def test_a_scheduled_correction_is_public_from_its_minute_on(
    colleague, new_page, page, time_machine
):
    reader = new_page()
    heading = reader.get_by_role("heading", level=1)
    goes_live = datetime(2031, 3, 3, 0, 1, tzinfo=UTC)
    editor = colleague(EDITORS)
    correct_title(editor, page)
    editor.page.get_by_role("button", name="Toggle status").click()
    editor.page.get_by_role("button", name=re.compile("schedule", re.I)).click()
    dialog = editor.page.get_by_role("dialog")
    dialog.get_by_label("Go live date/time").fill("03/03/2031 00:01")
    dialog.get_by_label("Go live date/time").press("Tab")
    dialog.get_by_role("button", name="Save schedule").click()
    expect(editor.page.locator(".messages .success")).to_be_visible()
    editor.submit()

    officer = approve_twice(colleague)

    expect(officer.page.locator(".messages .success")).to_contain_text("3 March 2031")
    for moment, is_public in [
        (goes_live - timedelta(minutes=1), False),
        (goes_live, True),
    ]:
        time_machine.move_to(moment)
        call_command("publish_scheduled")
        reader.goto(page.url)
        assert (CORRECTED in heading.inner_text()) is is_public
