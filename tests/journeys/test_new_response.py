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
from .test_pasting_from_word import PASTE

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


def word_table(rows):
    cells = [
        [f"<td><p class=MsoNormal>{cell}</p></td>" for cell in row] for row in rows
    ]
    table = "".join(f"<tr>{''.join(row)}</tr>" for row in cells)
    return f"<html><body><table class=MsoTableGrid>{table}</table></body></html>"


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


def test_a_pasted_table_is_kept_until_its_super_complaint_is_made_and_then_asked_about(
    screen,
):
    rows = [["Number", "Recommendation", "Reply", "Rec. Owner"]]
    rows += [
        [f"{n}", f"Do thing {n}.", "We accept.", "Head of Crime"] for n in range(1, 10)
    ]
    header = screen.locator("header")
    header.get_by_role("button", name="Actions").click()
    with screen.expect_navigation():
        header.get_by_role("link", name="New super-complaint").click()
    screen.locator("body").evaluate(PASTE, word_table(rows))
    expect(screen.get_by_text("Your table “pasted.html” is kept")).to_be_visible()
    screen.get_by_label("Title", exact=True).fill(TITLE)
    screen.get_by_label("Summary").fill("How the police investigate.")
    screen.get_by_label("Lead body or bodies").click()
    screen.keyboard.type("centre for w")
    screen.keyboard.press("Enter")
    screen.get_by_label("Stage").select_option("Report published")
    screen.get_by_label("Date submitted").fill("Dec 2025")
    screen.get_by_label("Date the report was published").fill("2/11/2026")
    screen.get_by_role("button", name="Save drafts and import the table").click()

    expect(screen.get_by_label("Table that begins with “Number”")).to_be_visible()

    def go_on():
        # Else the next press could meet the button of the step before, on a busy
        # machine.
        with screen.expect_navigation():
            screen.get_by_role("button", name="Continue").click()

    go_on()
    for heading, meaning in (
        ("Recommendation", "Wording of"),
        ("Reply", "Text of the"),
        ("Rec. Owner", "Operational"),
    ):
        select = screen.get_by_label(f"“{heading}”")
        option = select.locator("option", has_text=meaning).get_attribute("value")
        select.select_option(option)
    go_on()
    go_on()
    go_on()
    screen.get_by_role("button", name="Save as drafts").click()
    expect(screen.locator(".messages .success")).to_contain_text(
        "Saved as drafts: 9 recommendations"
    )

    assert [draft.number for draft in drafts()] == [
        str(number) for number in range(1, 10)
    ]
    assert {draft.responses.get().position for draft in drafts()} == {""}
    assert drafts()[8].operational_lead == "Head of Crime"
    assert made().lead_bodies.get().name == "Centre for Women’s Justice"
