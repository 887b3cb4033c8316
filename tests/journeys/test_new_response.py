"""A new response with its recommendations: one form, then one grid, and everything is a draft.

``pytest -s`` prints the figures. Page by page it took about 405 clicks to the
publication.
"""

import pytest
from playwright.sync_api import expect

from complaints.models import (
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from pages.moderation.approval.roles import EDITORS
from tests.browser.accessible import faults_of
from tests.effort import by_effort
from tests.factories import UserFactory

from .hand_work import HandWork

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

NUMBERS = by_effort(
    ["1", "2", "2.1"], [*map(str, range(1, 8)), "7.1", *map(str, range(8, 16))]
)
RECOMMENDATIONS = len(NUMBERS)
TITLE = "Delays in sexual offence cases"


@pytest.fixture
def screen(demonstration, colleague):
    page = colleague(
        UserFactory(roles=[EDITORS], username="jo"), width=1280, height=800
    ).page
    page.goto(f"/admin/pages/{SuperComplaintIndexPage.objects.get().pk}/")
    return page


def open_form(work):
    """Go from the list of super-complaints to the form, and fill in the super-complaint itself."""
    header = work.page.locator("header")
    work.click(header.get_by_role("button", name="Actions"))
    work.click(header.get_by_role("link", name="New super-complaint"))
    work.click(work.page.get_by_label("Title", exact=True))
    work.type(TITLE)
    work.press("Tab", "Tab")
    work.type("How the police investigate.")
    work.press("Tab")
    work.type("centre for w")
    work.press("Enter", "Tab", "r", "e", "p", "Tab")  # the stage: “Report published”
    work.type("Dec 2025")
    work.press("Tab")
    work.type("2/11/2026")


def made():
    return SuperComplaintPage.objects.get(draft_title=TITLE)


def drafts():
    found = RecommendationResponsePage.objects.child_of(made()).order_by("sort_key")
    return [page.get_latest_revision_as_object() for page in found]


def test_recommendations_are_made_and_filled_in(screen):
    work = HandWork(screen)
    open_form(work)
    work.click(screen.get_by_label("Number, row 1", exact=True))
    for place, number in enumerate(NUMBERS, 1):
        work.type(number)
        work.press("Tab")
        work.type(f"Do thing {place}")
        work.press("Tab")
        work.type("Do it in every case.")
        work.press("Tab")
        # Of the names that match, the commissioner of this force comes first.
        work.type("comm")
        work.press("Enter", "Tab", "Tab")
        work.type("27/3/2027")
        work.press("Tab", "Tab")
    expect(
        screen.get_by_label(f"Number, row {RECOMMENDATIONS + 1}", exact=True)
    ).to_be_focused()
    assert faults_of(screen) == []
    work.click(screen.get_by_role("button", name="Save drafts and continue"))
    expect(screen.locator(".messages .success")).to_contain_text(
        f"and {RECOMMENDATIONS} recommendations are saved as drafts"
    )

    screen.set_viewport_size({"width": 1280, "height": 800})
    work.click(screen.get_by_label("Position, Recommendation 1", exact=True))
    screen.keyboard.press("Escape")
    for _ in NUMBERS:
        screen.keyboard.type("accepted")
        work.keys += 1
        work.press("Enter")
    screen.get_by_label("Status, Recommendation 1", exact=True).focus()
    for _ in NUMBERS:
        work.press("i", "Enter")
    screen.get_by_label("Due, Recommendation 1", exact=True).focus()
    for _ in NUMBERS:
        work.type("June 2027")
        work.press("Enter")
    work.click(screen.get_by_role("button", name="Save draft"))
    expect(screen.locator(".messages .success")).to_contain_text(
        f"Saved as drafts: {RECOMMENDATIONS} recommendations"
    )

    print(f"A new response with {RECOMMENDATIONS} recommendations:", work.figures())
    assert not made().live
    assert [draft.number for draft in drafts()] == NUMBERS
    for draft in drafts():
        assert [body.kind for body in draft.addressees.all()] == ["commissioner"]
        assert str(draft.deadline) == "2027-03-27"
        assert draft.summary == "Do it in every case."
        assert draft.responses.get().position == "accepted"
        assert (
            draft.actions.get().status,
            str(draft.actions.get().due_dates.get().due),
        ) == (
            "in_progress",
            "2027-06",
        )
    assert work.clicks < 150
