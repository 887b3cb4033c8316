"""An editor moves a recommendation to a super-complaint that has one with the same number already."""

import re

import pytest
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage
from pages.moderation.approval.roles import EDITORS
from tests.factories import RecommendationResponsePageFactory, SuperComplaintPageFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def move(screen, page, title):
    """Ask to move ``page`` below the super-complaint with that title, as far as the screen that follows."""
    screen.goto(f"/admin/pages/{page.pk}/move/")
    screen.get_by_role("main").get_by_role("button", name="Actions").click()
    screen.get_by_role("button", name="Choose another page").click()
    screen.locator(".modal-dialog").get_by_role("link", name=title, exact=True).click()
    expect(screen.locator(".modal-dialog")).to_have_count(0)
    expect(
        screen.get_by_role("main").locator(".chooser__title", has_text=title)
    ).to_be_visible()
    screen.get_by_role("button", name="Confirm").click()


@pytest.mark.parametrize("width", [375, 1280])
def test_who_moves_a_recommendation_next_to_its_number_is_told_which_one_and_changes_it(
    colleague, section, width
):
    here, there = (
        SuperComplaintPageFactory(parent=section, title=title)
        for title in ("Here", "There")
    )
    page = RecommendationResponsePageFactory(
        parent=here, number="7", title="Train officers", live=False
    )
    RecommendationResponsePageFactory(
        parent=there, number="7", title="Train call handlers"
    )
    editor = colleague(EDITORS, width=width)
    screen = editor.page

    move(screen, page, "There")

    told = screen.locator(".messages .error")
    expect(told).to_contain_text(
        "Not moved. “Recommendation 7: Train call handlers” already has the number 7 in “There”. "
        "Choose another place below, or change one of the two pages first."
    )
    expect(told.get_by_role("link", name="Edit the other page")).to_be_in_viewport(
        ratio=1
    )
    told.get_by_role("link", name="Edit the page you are moving").click()
    editor.open_tab("What it asks")
    editor.fill("Printed number", "8")
    editor.save_draft()

    move(screen, page, "There")
    screen.get_by_role("button", name="Yes, move this page").click()

    expect(screen.locator(".messages .success")).to_contain_text(
        re.compile("Train officers.* moved")
    )
    moved = RecommendationResponsePage.objects.get(pk=page.pk)
    assert moved.get_parent().pk == there.pk
    assert moved.slug == "recommendation-8"
