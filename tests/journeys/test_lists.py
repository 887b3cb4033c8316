"""An editor finds in the list of recommendations what is overdue."""

import pytest
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage
from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.roles import EDITORS
from tests.browser.accessible import faults_found_by_axe
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
