"""Editors find in the lists of the CMS what they have to work on."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage
from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.roles import EDITORS
from tests.browser.accessible import faults_at, faults_found_by_axe
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    make_action,
    make_response,
)

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def stalking(section):
    """A super-complaint with an overdue recommendation, one in time, and a draft."""
    page = SuperComplaintPageFactory(parent=section, title="Stalking")
    force = OrganisationFactory(name="The force")
    for number, due in (("10", PartialDate(2025, 3)), ("7", PartialDate(2100))):
        given = {
            "responses": [make_response(Position.ACCEPTED, force)],
            "actions": [make_action(ActionStatus.IN_PROGRESS, due)],
        }
        RecommendationResponsePageFactory(
            parent=page, number=number, title=f"Do {number}", **given
        )
    draft = RecommendationResponsePage(title="A draft", number="7.1", live=False)
    page.add_child(instance=draft)
    return page


IN_ORDER = [
    "Recommendation 7: Do 7",
    "Recommendation 7.1: A draft",
    "Recommendation 10: Do 10",
]


def shows(screen, *titles):
    """Wait until the list shows these recommendations."""
    expect(screen.locator(".recommendation-list__title")).to_have_text(list(titles))


def test_an_editor_finds_what_is_overdue_on_a_telephone(colleague, stalking):
    screen = colleague(EDITORS, width=320).page
    screen.goto("/admin/")
    screen.get_by_role("button", name="Toggle sidebar").click()
    screen.get_by_role("link", name="Recommendations", exact=True).click()

    shows(screen, *IN_ORDER)
    assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults_found_by_axe(screen, within="main") == []

    screen.get_by_role("button", name="Show filters").click()
    screen.get_by_role("button", name="Progress", exact=True).click()
    screen.get_by_role("checkbox", name="Overdue").check()
    shows(screen, IN_ORDER[2])
    screen.keyboard.press("Escape")  # closes the filters
    screen.get_by_role("link", name="Recommendation 10: Do 10").click()
    expect(screen.locator("[name=title]")).to_have_value("Do 10")


def test_the_list_of_a_super_complaint_stands_beside_its_editor(colleague, stalking):
    editor = colleague(EDITORS)
    screen = editor.page
    editor.edit(stalking.pk)
    screen.locator("header").get_by_role("button", name="Actions").click()
    screen.locator("header").get_by_role(
        "link", name="Recommendations", exact=True
    ).click()

    shows(screen, *IN_ORDER)
    screen.get_by_role("textbox", name="Search term").fill("draft")
    shows(screen, IN_ORDER[1])
    review = reverse("moderation:page_review", args=[stalking.pk])
    assert faults_at(screen, [reverse("recommendations:index"), review]) == ""


def test_deleting_several_says_beforehand_what_stays(colleague, stalking):
    screen = colleague(EDITORS).page
    screen.goto(reverse("recommendations:index"))
    for box in screen.locator("[data-bulk-action-checkbox]").all()[:2]:
        box.check()
    expect(screen.locator(".bulk-actions-buttons a")).to_have_text(
        ["Add to a set", "Move drafts", "Delete drafts"]
    )
    screen.locator(".bulk-actions-buttons").get_by_role(
        "link", name="Delete selected pages"
    ).click()

    main = screen.get_by_role("main")
    expect(main).to_contain_text(
        "You cannot delete these. Ask a moderator to take down what is public first"
    )
    expect(main).to_contain_text("Recommendation 7: Do 7")
    screen.get_by_role("button", name="Yes, delete").click()

    expect(screen.locator(".messages")).to_contain_text("1 page has been deleted")
    shows(screen, IN_ORDER[0], IN_ORDER[2])
