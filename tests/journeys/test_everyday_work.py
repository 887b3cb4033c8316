"""An editor does what they do every day on a screen of 1280 by 800, and it takes few clicks and keys.

``pytest -s`` prints the figures: for a status update 14 clicks, 60 keys, 5,000 pixels
and 45 seconds before the form had its tabs; for a new recommendation 25 clicks, 165
keys and 77 seconds.
"""

import re

import pytest
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage
from pages.moderation.approval.roles import EDITORS
from tests.browser.accessible import faults_found_by_axe

from .hand_work import HandWork

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def screen(demonstration, colleague):
    """An editor's dashboard, with the demonstration content."""
    page = colleague(EDITORS, width=1280, height=800).page
    page.goto("/admin/")
    return page


def draft_of(page_id):
    return RecommendationResponsePage.objects.get(
        pk=page_id
    ).get_latest_revision_as_object()


def submit(work):
    footer = work.page.locator("footer")
    work.click(footer.get_by_role("button", name=re.compile("^Submit for moderation")))
    expect(work.page.locator(".messages .success")).to_contain_text(
        "submitted for moderation"
    )


def test_a_status_update_is_made_in_one_view(screen):
    recommendation = RecommendationResponsePage.objects.filter(
        actions__isnull=False
    ).last()
    work = HandWork(screen)
    work.click(
        screen.get_by_role("searchbox").or_(screen.get_by_placeholder("Search")).first
    )
    work.type(recommendation.title.split()[-1])
    work.press("Enter")
    work.click(
        screen.get_by_role("main").get_by_role("link", name=recommendation.title).first
    )

    for everyday in (
        screen.locator("[name='actions-0-status']"),
        screen.get_by_role("button", name="Add Due date").first,
        screen.get_by_role("button", name="Add Progress update"),
        screen.get_by_role("textbox", name="Change note"),
        screen.locator("footer").get_by_role("button", name=re.compile("^Save draft")),
    ):
        expect(everyday).to_be_in_viewport(ratio=1)
    work.click(screen.get_by_role("button", name="Add Progress update"))
    work.click(screen.locator("[name='progress_updates-0-as_at']"))
    work.type("Oct 2026")
    work.click(
        screen.locator("#tab-progress .public-DraftEditor-content:visible").first
    )
    work.type("Done.")
    screen.locator("[name='actions-0-status']").select_option("Marked complete")
    work.clicks += 2  # the list opens, and closes
    work.click(screen.locator("[name='actions-0-completed']"))
    work.type("Oct 2026")
    expect(
        screen.get_by_text("October 2026: the day is not known").first
    ).to_be_visible()
    work.click(screen.get_by_role("textbox", name="Change note"))
    work.type("Done.")
    submit(work)

    print("A status update:", work.figures())
    draft = draft_of(recommendation.pk)
    action = draft.actions.first()
    assert (action.status, str(action.completed)) == ("complete", "2026-10")
    assert str(draft.progress_updates.last().as_at) == "2026-10"
    assert work.clicks < 14
    assert work.keys < 60


def test_organisations_are_found_by_the_keyboard_alone(screen):
    recommendation = RecommendationResponsePage.objects.filter(
        responses__isnull=False
    ).last()
    screen.goto(f"/admin/pages/{recommendation.pk}/edit/#tab-response")
    screen.get_by_role("button", name="Add Response").click()
    find = screen.get_by_role("combobox", name="Respondents").last
    row = find.locator("xpath=ancestor::multiple-chooser")
    find.press_sequentially("polic")
    expect(row.get_by_role("option", name="College of Policing")).to_be_visible()
    assert faults_found_by_axe(screen, within="multiple-chooser") == []
    find.press("Escape")
    expect(row.get_by_role("listbox")).to_be_hidden()

    find.fill("his majestys")
    find.press("Enter")
    expect(row.get_by_role("status")).to_contain_text("added")
    expect(row.get_by_role("listitem")).to_have_count(2)
    find.press("ArrowDown")
    find.press("ArrowDown")
    find.press("Enter")
    expect(row.get_by_role("listitem")).to_have_count(3)
    find.press("Shift+Tab")
    screen.keyboard.press("Enter")

    expect(row.get_by_role("status")).to_contain_text("removed")
    expect(find).to_be_focused()
    expect(row.get_by_role("listitem")).to_have_count(2)
    assert "/edit/" in screen.url
