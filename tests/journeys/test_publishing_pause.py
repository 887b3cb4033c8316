"""A moderator pauses publishing, nothing can be published, and an approving officer ends the pause."""

import pytest
from playwright.sync_api import expect

from pages.content.models import StandardPage
from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from tests.browser.accessible import faults_found_by_axe
from tests.factories import StandardPageFactory, UserFactory
from tests.factories.published import publish

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

PAUSED = "Publishing is paused until 1 January 2100"


@pytest.fixture
def page(home):
    return publish(StandardPageFactory(parent=home, title="Our stations"))


def stored(page):
    return StandardPage.objects.get(pk=page.pk)


def looks_right(screen):
    assert faults_found_by_axe(screen) == []
    assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [375, 1280])
def test_a_pause_is_started_seen_and_ended(colleague, page, width):
    moderator, editor, officer = (
        colleague(UserFactory(roles=[role]), width=width)
        for role in (MODERATORS, EDITORS, APPROVING_OFFICERS)
    )
    moderator.page.goto("/admin/moderation/publishing-pause/")
    looks_right(moderator.page)
    moderator.page.get_by_label("End").fill("2100-01-01 12:00")
    # The calendar opens a moment later, over the button if nothing waits for it.
    calendar = moderator.page.locator(".xdsoft_datetimepicker:visible")
    expect(calendar).to_have_count(1)
    moderator.page.get_by_text("Publishing is not paused.").click()
    moderator.page.get_by_label("Reason").fill("The election.")
    moderator.press(moderator.page.get_by_role("button", name="Start pause"))
    expect(moderator.page.get_by_role("heading", name=PAUSED)).to_be_visible()
    moderator.sees_no_button("End now")

    editor.page.goto("/admin/")
    expect(editor.page.get_by_role("region", name=PAUSED)).to_contain_text(
        "The election."
    )
    looks_right(editor.page)
    editor.edit(page.pk)
    editor.page.locator("[name='title']").fill("Our two stations")
    editor.submit()

    moderator.open_first_review()
    looks_right(moderator.page)
    moderator.press(
        moderator.page.get_by_role("button", name="Approve and publish now")
    )
    expect(moderator.page.locator(".messages")).to_contain_text(PAUSED)
    assert stored(page).title == "Our stations"

    officer.page.goto("/admin/moderation/publishing-pause/")
    looks_right(officer.page)
    officer.press(officer.page.get_by_role("button", name="End now"))
    expect(officer.page.get_by_text("Publishing is not paused.")).to_be_visible()

    moderator.decide("Approve and publish now")
    assert stored(page).title == "Our two stations"
