"""No screen of the CMS does what its content security policy forbids, and none does nothing because of it.

That a page does something forbidden fails each browser test, see ``new_page``. Here is
what no other opens.
"""

from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage
from pages.content.models import HomePage
from pages.moderation.approval.roles import ROLES
from tests.factories import UserFactory

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

SOME_OF_EACH_PART = {
    "account/",
    "documents/multiple/add/",
    "feedback/",
    "images/multiple/add/",
    "moderation/comments/<int:pk>/",
    "moderation/page-reviews/<int:pk>/",
    "moderation/sets/",
    "pages/<int:page_id>/edit/",
    "pages/<int:page_id>/history/",
    "pages/<int:parent_page_id>/add_subpage/",
    "pages/create/<slug:app_label>/<slug:model_name>",
    "redirects/add/",
    "reports/locked/",
    "reports/site-history/",
    "reports/what-readers-say/",
    "security/passkeys/add/",
    "snippets/complaints/organisation/edit/<int:pk>/",
    "snippets/content/notice/add/",
    "snippets/content/sitewording/history/<int:pk>/",
    "super-complaints/<int:pk>/plan-sheet/",
    "super-complaints/<int:pk>/update-round/",
    "users/edit/<int:pk>/",
}
"""Routes that following the links must reach."""


@pytest.fixture
def page(demonstration, colleague):
    """A browser in which a person with every role is signed in."""
    return colleague(UserFactory(roles=ROLES)).page


def expect_a_calendar(page, field):
    page.locator(f"[name='{field}']").click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)
    page.keyboard.press("Escape")


def dialog(page):
    return page.locator(".modal-body")


def test_widgets_start_in_forms_in_new_rows_and_in_dialogs(page, settings):
    assert settings.ADMIN_CSP["script-src"] == ["'self'"]
    recommendation = RecommendationResponsePage.objects.filter(
        actions__isnull=False
    ).last()
    page.goto(f"/admin/pages/{recommendation.pk}/edit/")
    page.get_by_role("button", name="Add Action").click()
    page.get_by_role("button", name="Add Due date").last.click()
    expect(page.locator("[name$='-due_dates-0-due']").last).to_be_visible()
    page.get_by_role("tab", name="What it asks").click()
    page.get_by_role("button", name="Toggle comments").click()
    page.locator("[data-component='add-comment-button']:visible").first.click()
    page.get_by_placeholder("Enter your comments...").fill("Is this so?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".comment:visible")).to_contain_text("Is this so?")
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    expect_a_calendar(page, "go_live_at")
    page.goto(page.url.partition("#")[0])
    page.get_by_role("button", name="Toggle preview").click()
    expect(
        page.frame_locator("#w-preview-iframe").get_by_role("heading").first
    ).to_be_visible()

    page.goto("/admin/snippets/content/notice/add/")
    page.get_by_role("button", name="Choose a page").click()
    dialog(page).get_by_role("link", name="Northamptonshire Police").click()
    expect(page.locator("#id_section-title")).to_contain_text("Northamptonshire Police")
    expect_a_calendar(page, "shown_until")

    page.goto(f"/admin/pages/add/content/standardpage/{HomePage.objects.get().pk}/")
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Document").first.click()
    page.get_by_role("button", name="Choose a document").click()
    dialog(page).get_by_role("tab", name="Upload").click()
    plan = {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"The plan."}
    dialog(page).get_by_label("File").set_input_files(plan)
    dialog(page).get_by_label("Title").fill("The plan")
    dialog(page).get_by_role("button", name="Upload").click()
    expect(page.locator(".document-chooser [data-chooser-title]")).to_have_text(
        "The plan"
    )

    page.goto("/admin/reports/site-history/")
    page.get_by_role("button", name="Show filters").click()
    page.get_by_role("button", name="Date", exact=True).click()
    expect_a_calendar(page, "timestamp_from")


@pytest.mark.long
def test_every_screen_that_links_lead_to_keeps_the_policy(page):
    """Of each route one screen, found by following links.

    ``new_page`` tells what was forbidden.
    """
    addresses, opened, faulty = ["/admin/"], set(), []
    page.on("pageerror", lambda error: faulty.append(f"{page.url}: {error}"))
    for address in addresses:  # it grows
        route = resolve(urlsplit(address).path).route
        # A script adds the chosen pages to the address of a bulk action.
        if route in opened or "export=" in address or "/bulk/" in address:
            continue
        opened.add(route)
        status = page.goto(address).status
        if status != 200:
            faulty.append(f"{address}: {status}")
        links = page.eval_on_selector_all(
            "a[href^='/admin/']",
            "links => links.map(link => link.getAttribute('href'))",
        )
        addresses += [link for link in links if link not in addresses]

    assert faulty == []
    assert {route.removeprefix("admin/") for route in opened} >= SOME_OF_EACH_PART
