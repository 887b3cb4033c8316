"""An editor promises the next update and moves it, and readers see both dates."""

import pytest
from playwright.sync_api import expect

from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from tests.factories import SuperComplaintPageFactory, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_editor_promises_an_update_and_moves_it(new_page, colleague, section):
    page = publish(
        SuperComplaintPageFactory(parent=section, slug="stalking", title="Stalking")
    )
    editor, moderator, officer = (
        colleague(role) for role in (EDITORS, MODERATORS, APPROVING_OFFICERS)
    )
    add = editor.page.get_by_role("button", name="Add date of the next update")
    reader = new_page()

    def approve():
        editor.submit()
        for approver in (moderator, officer):
            approver.edit(page.pk)
            approver.approve()
        reader.goto("/super-complaints/stalking/")

    editor.edit(page.pk)
    add.click()
    editor.fill_date("next_updates-0-due", "March 2099")
    editor.page.locator("[name='next_updates-0-certainty']").select_option(
        "Provisional"
    )
    approve()
    first = reader.get_by_role("main").locator("h1 ~ p").first
    expect(first).to_have_text(
        "The next update is due in March 2099. This date is provisional."
    )

    editor.edit(page.pk)
    add.click()
    editor.fill_date("next_updates-1-due", "4 May 2099")
    editor.page.locator("[name='next_updates-1-certainty']").select_option("Confirmed")
    editor.try_to_submit()
    expect(editor.page.get_by_role("main")).to_contain_text("Say why the date moved.")
    editor.page.locator("[name='next_updates-1-reason']").fill(
        "The inspection is late."
    )
    approve()
    expect(first).to_have_text(
        "The next update is due on 4 May 2099. This date is confirmed. It was first due in March 2099."
    )
    expect(reader.get_by_role("main")).to_contain_text(
        "Reason: The inspection is late."
    )
