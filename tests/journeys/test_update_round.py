"""The monthly update of all recommendations: one screen, by keyboard, and one submission.

``EFFORT=full pytest -s`` prints the figures for fifteen. Page by page they took 15
submissions and about 10 minutes.
"""

import pytest
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage, Response, SuperComplaintPage
from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.roles import EDITORS
from tests.browser.accessible import faults_of
from tests.effort import by_effort
from tests.factories import (
    RecommendationResponsePageFactory,
    UserFactory,
    make_action,
    publish,
)

from .hand_work import HandWork

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

RECOMMENDATIONS = by_effort(11, 15)


@pytest.fixture
def stalking(demonstration):
    """The demonstration's super-complaint, with actions of all of its recommendations."""
    page = SuperComplaintPage.objects.get(slug="stalking")
    old = RecommendationResponsePage.objects.child_of(page)
    respondent = old[0].responses.get().respondents.get()
    for each in old:
        each.actions = [an_action(respondent)]
        publish(each)
    for number in range(40, 40 + RECOMMENDATIONS - old.count()):
        response = Response(position=Position.ACCEPTED, respondents=[respondent])
        given = {
            "title": f"Do {number}",
            "responses": [response],
            "actions": [an_action(respondent)],
        }
        publish(
            RecommendationResponsePageFactory(parent=page, number=str(number), **given)
        )
    return page


def an_action(respondent):
    return make_action(
        ActionStatus.IN_PROGRESS, PartialDate(2027, 3), respondents=[respondent]
    )


@pytest.fixture
def jo():
    return UserFactory(roles=[EDITORS], username="jo")


@pytest.fixture
def screen(colleague, stalking, jo):
    page = colleague(jo, width=1280, height=800).page
    page.goto(f"/admin/pages/{stalking.pk}/")
    return page


def pages_of(super_complaint):
    found = RecommendationResponsePage.objects.child_of(super_complaint).order_by(
        "sort_key"
    )
    return [(page, page.get_latest_revision_as_object()) for page in found]


def open_round(work):
    """Go from the list of the super-complaint to the round."""
    header = work.page.locator("header")
    work.click(header.get_by_role("button", name="Actions"))
    work.click(header.get_by_role("link", name="Update round"))
    expect(work.page.get_by_label("Date of the updates in all rows")).to_be_visible()


def test_all_recommendations_are_updated_by_the_keyboard(screen, stalking):
    work = HandWork(screen)
    open_round(work)
    assert faults_of(screen) == []
    screen.set_viewport_size({"width": 1280, "height": 800})
    screen.get_by_label("Date of the updates in all rows").focus()
    work.press("Control+a")  # today stands there
    work.type("31/10/2026")
    screen.get_by_label("Status, Recommendation 7", exact=True).focus()
    for _ in range(RECOMMENDATIONS - 1):
        work.press("n", "Enter")  # “Not started”, then the cell below
    work.press("n", *["Shift+Enter"] * (RECOMMENDATIONS - 1), "Tab", "Tab", "Tab")
    expect(
        screen.get_by_label("Progress update, Recommendation 7", exact=True)
    ).to_be_focused()
    for _ in range(RECOMMENDATIONS):
        work.type("Half of them are trained.")
        work.press("Control+Enter")
    screen.get_by_label("Change note").focus()
    work.type("The October round.")
    work.press("Tab", "Tab", "Enter")
    expect(screen.locator(".messages .success")).to_contain_text(
        "Submitted for moderation together"
    )

    print("The update round by the keyboard:", work.figures())
    found = pages_of(stalking)
    assert len(found) == RECOMMENDATIONS
    for page, draft in found:
        assert page.workflow_in_progress
        assert draft.actions.get().status == "not_started"
        assert draft.progress_updates.last().text == "<p>Half of them are trained.</p>"
        assert str(draft.progress_updates.last().as_at) == "2026-10-31"
