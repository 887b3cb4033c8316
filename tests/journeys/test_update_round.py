"""The monthly update of all recommendations: one screen, by keyboard or by a paste, and one submission.

``EFFORT=full pytest -s`` prints the figures for fifteen. Page by page they took 15 submissions and about 10
minutes.
"""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from complaints.models import Action, DueDate, RecommendationResponsePage, Response, SuperComplaintPage
from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from pages.moderation.gate.roles import EDITORS
from tests.browser.accessible import faults_of
from tests.effort import by_effort
from tests.factories import RecommendationResponsePageFactory, UserFactory
from tests.factories.published import publish

from .hand_work import HandWork
from .test_pasting_from_word import PASTE
from .test_session_ends import sign_in_beside

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

RECOMMENDATIONS = by_effort(9, 15)


@pytest.fixture
def stalking(demonstration):
    """The demonstration's super-complaint, with actions of all of its recommendations."""
    page = SuperComplaintPage.objects.get(slug="stalking")
    old = RecommendationResponsePage.objects.child_of(page)
    respondent = old[0].responses.get().respondents.get()
    for each in old:
        each.actions = [an_action()]
        publish(each)
    for number in range(40, 40 + RECOMMENDATIONS - old.count()):
        response = Response(position=Position.ACCEPTED)
        response.respondents = [respondent]
        publish(
            RecommendationResponsePageFactory(
                parent=page,
                number=str(number),
                title=f"Do {number}",
                responses=[response],
                actions=[an_action()],
            )
        )
    return page


def an_action():
    action = Action(title="Train", description="<p>All.</p>", status=ActionStatus.IN_PROGRESS)
    action.due_dates = [DueDate(due=PartialDate(2027, 3))]
    return action


@pytest.fixture
def jo():
    return UserFactory(roles=[EDITORS], username="jo")


@pytest.fixture
def screen(colleague, stalking, jo):
    page = colleague(jo, width=1280, height=800).page
    page.goto(f"/admin/pages/{stalking.pk}/")
    return page


def pages_of(super_complaint):
    found = RecommendationResponsePage.objects.child_of(super_complaint).order_by("sort_key")
    return [(page, page.get_latest_revision_as_object()) for page in found]


def open_round(work):
    """Go from the list of the super-complaint to the round."""
    header = work.page.locator("header")
    work.click(header.get_by_role("button", name="Actions"))
    work.click(header.get_by_role("link", name="Update round"))
    expect(work.page.get_by_label("Date of the updates, for all rows")).to_be_visible()


def test_all_recommendations_are_updated_by_the_keyboard(screen, stalking):
    work = HandWork(screen)
    open_round(work)
    assert faults_of(screen) == []
    screen.set_viewport_size({"width": 1280, "height": 800})
    screen.get_by_label("Date of the updates, for all rows").focus()
    work.press("Control+a")  # today stands there
    work.type("31/10/2026")
    screen.get_by_label("Status, Recommendation 7", exact=True).focus()
    for _ in range(RECOMMENDATIONS - 1):
        work.press("n", "Enter")  # “Not started”, then the cell below
    work.press("n", *["Shift+Enter"] * (RECOMMENDATIONS - 1), "Tab", "Tab", "Tab")
    expect(screen.get_by_label("Progress update, Recommendation 7", exact=True)).to_be_focused()
    for _ in range(RECOMMENDATIONS):
        work.type("Half of them are trained.")
        work.press("Control+Enter")
    screen.get_by_label("Change note").focus()
    work.type("The October round.")
    work.press("Tab", "Tab", "Enter")
    expect(screen.locator(".messages .success")).to_contain_text("Submitted for approval as one")

    print("The update round by the keyboard:", work.figures())
    found = pages_of(stalking)
    assert len(found) == RECOMMENDATIONS
    for page, draft in found:
        assert page.workflow_in_progress
        assert draft.actions.get().status == "not_started"
        assert draft.progress_updates.last().text == "<p>Half of them are trained.</p>"
        assert str(draft.progress_updates.last().as_at) == "2026-10-31"


def word_table(rows):
    cells = [[f"<td><p class=MsoNormal>{cell}</p></td>" for cell in row] for row in rows]
    table = "".join(f"<tr>{''.join(row)}</tr>" for row in cells)
    return f"<html><body><table class=MsoTableGrid>{table}</table></body></html>"


# What a table may say is tested in tests/complaints/admin/test_table_import.py.
@pytest.mark.long
def test_a_pasted_table_is_seen_asked_about_and_saved(screen, stalking):
    numbers = [page.number for page, _ in pages_of(stalking) if page.number]
    rows = [["Rec No.", "Recommendation", "RAG", "March 2026 update"]]
    rows += [[f"{number}.", "As printed", "Green", "First.</p><p>Second."] for number in reversed(numbers)]
    work = HandWork(screen)
    open_round(work)
    screen.locator("body").evaluate(PASTE, word_table(rows))
    work.keys += 1

    meant = screen.get_by_label("Status of the action: “Green”")
    expect(meant).to_be_visible()
    assert faults_of(screen) == []
    screen.set_viewport_size({"width": 1280, "height": 800})
    meant.select_option("Complete")
    work.clicks += 2
    work.click(screen.get_by_role("button", name="Read again"))
    expect(screen.get_by_text(f"{len(numbers)} changed.")).to_be_visible()
    expect(screen.get_by_role("button", name="Save as drafts")).to_be_visible()
    assert faults_of(screen) == []
    screen.set_viewport_size({"width": 1280, "height": 800})
    with screen.context.expect_page() as opened:
        screen.locator("button[name=show][value='Recommendation 7']").click()
    expect(opened.value.get_by_text("Second.")).to_be_visible()
    opened.value.close()
    work.click(screen.get_by_role("button", name="Save as drafts"))
    told = screen.locator(".messages .success")
    expect(told).to_contain_text(f"Saved as drafts: {len(numbers)} recommendations")
    work.click(screen.get_by_label("Change note"))
    work.type("The March round.")
    work.click(screen.get_by_role("button", name="Save and submit for approval"))
    expect(told).to_contain_text("Submitted for approval as one")

    print("The update round by a paste:", work.figures())
    for page, draft in pages_of(stalking):
        if not page.number:
            continue
        assert page.workflow_in_progress
        assert (draft.actions.get().status, draft.actions.get().status_words) == ("complete", "Green")
        assert draft.progress_updates.last().text == "<p>First.</p><p>Second.</p>"
        assert str(draft.progress_updates.last().as_at) == "2026-03"


# Each by itself: tests/complaints/admin/test_update_round.py and tests/pages/accounts/test_sessions.py.
@pytest.mark.long
def test_a_session_that_ends_and_a_colleague_who_was_faster_lose_nothing(screen, stalking):
    open_round(HandWork(screen))
    first, second = (page for page, _ in pages_of(stalking)[:2])
    mine = screen.get_by_label(f"Progress update, Recommendation {first.number}", exact=True)
    mine.fill("Mine.")
    screen.get_by_label(f"Progress update, Recommendation {second.number}", exact=True).fill("Mine, too.")
    draft = first.get_latest_revision_as_object()
    draft.title = "By Sam"
    draft.save_revision(user=UserFactory(username="sam", first_name="Sam", last_name="Sharma"))
    Session.objects.all().delete()
    screen.get_by_role("button", name="Save draft").click()
    sign_in_beside(screen, "jo")

    expect(screen.locator(".entry-grid__wrong")).to_contain_text("Nothing is saved yet")
    expect(screen.locator(".entry-grid__wrong")).to_be_focused()
    expect(screen.locator("th .errorlist")).to_contain_text("Sam Sharma changed this since you opened it.")
    expect(mine).to_have_value("Mine.")
    assert faults_of(screen) == []
    screen.locator(".entry-grid__wrong").get_by_role("link").click()
    screen.get_by_role("button", name="Save draft").click()
    expect(screen.locator(".messages .success")).to_contain_text("Saved as drafts: 2 recommendations")

    drafts = dict(pages_of(stalking))
    assert drafts[first].title == "By Sam"
    assert drafts[first].progress_updates.last().text == "<p>Mine.</p>"
    assert reverse("update_round", args=[stalking.pk]) in screen.url
