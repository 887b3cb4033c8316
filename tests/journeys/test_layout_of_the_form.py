"""The edit form of a page at usual widths: nothing moves away from the mouse, is cut off or covered."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from complaints.models import RecommendationResponsePage
from pages.moderation.approval.roles import EDITORS, MODERATORS
from tests.browser.desktop import HEIGHT, Desktop
from tests.browser.settled import settle
from tests.factories import UserFactory
from tests.journeys.people import Colleague
from tests.submissions import submit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

CHANGE_NOTES = {
    "no note": "",
    "a short note": "We corrected the spelling of a name.",
    "a long note": "We corrected the spelling of a name in the summary and in the response. "
    * 3,
}


@pytest.fixture
def recommendation(demonstration):
    """A recommendation whose form has much in every tab."""
    return RecommendationResponsePage.objects.filter(
        actions__isnull=False, responses__isnull=False
    ).last()


@pytest.fixture(params=[1280, 1366])
def desktop(request):
    """A screen with a real mouse, as wide as an office screen or a laptop."""
    desktop = Desktop(request.param)
    yield desktop
    desktop.close()


@pytest.fixture
def window(desktop, running_chromium, whole_chromium_program, live_server):
    """An editor's browser, which fills the screen."""
    browser = running_chromium().browser_type.launch(
        executable_path=whole_chromium_program,
        headless=False,
        args=[
            "--no-sandbox",
            "--window-position=0,0",
            f"--window-size={desktop.width},{HEIGHT}",
        ],
        env=desktop.environment,
    )
    page = browser.new_page(
        base_url=live_server.url, no_viewport=True, reduced_motion="reduce"
    )
    Colleague(page, UserFactory(roles=[EDITORS]), live_server.url)
    yield page
    browser.close()


def click(desktop: Desktop, window: Page, target: Locator) -> None:
    """Press and release the mouse over the middle of ``target``, with time to draw the page in between."""
    settle(window)  # what was typed may still make the page grow
    left, top = window.evaluate(
        "[screenX + (outerWidth - innerWidth) / 2, screenY + outerHeight - innerHeight]"
    )
    box = target.bounding_box()
    x, y = left + box["x"] + box["width"] / 2, top + box["y"] + box["height"] / 2
    window.evaluate(HEAR_THE_MOUSE)
    desktop.do("mousemove", f"{x:.0f}", f"{y:.0f}", "mousedown", "1")
    settle(window)
    desktop.do("mouseup", "1")
    settle(window)


SCROLLED = "document.querySelector('.content-wrapper').scrollTop"
HEAR_THE_MOUSE = """() => {
  window.heard = [];
  const hear = ({ type, target }) => window.heard.push(`${type} on ${target.id}`);
  for (const kind of ["mousedown", "mouseup"]) window.addEventListener(kind, hear, true);
}"""


@pytest.mark.parametrize("text", list(CHANGE_NOTES.values()), ids=list(CHANGE_NOTES))
def test_the_change_note_stays_under_the_mouse_and_one_click_leads_from_it(
    recommendation, desktop, window, text
):
    window.goto(f"/admin/pages/{recommendation.pk}/edit/")
    settle(window)
    note = window.get_by_label("Change note")
    click(desktop, window, note)
    expect(note).to_be_focused()
    desktop.type(text)
    expect(note).to_have_value(text)

    assert window.evaluate(SCROLLED) == 0, "the form has moved away"

    tab = window.get_by_role("tab", name="Settings")
    click(desktop, window, tab)

    heard = window.evaluate("window.heard")
    expect(tab, f"The page heard: {heard}").to_have_attribute("aria-selected", "true")


def overlap(one: Locator, other: Locator) -> bool:
    first, second = one.bounding_box(), other.bounding_box()
    return all(
        first[start] < second[start] + second[length]
        and second[start] < first[start] + first[length]
        for start, length in (("x", "width"), ("y", "height"))
    )


IS_CUT_OFF = """element => {
  const text = new Range();
  text.selectNodeContents(element);
  const { left, right, top, bottom } = text.getBoundingClientRect();
  for (let around = element; around; around = around.parentElement) {
    const box = around.getBoundingClientRect();
    const isInside =
      left >= box.left && right <= box.right + 1 && top >= box.top && bottom <= box.bottom + 1;
    if (getComputedStyle(around).overflow !== "visible" && !isInside) return true;
  }
  return false;
}"""


@pytest.mark.parametrize("width", [820, 1024])
def test_beside_the_open_menu_the_title_is_read_to_its_end(
    colleague, recommendation, width
):
    screen = colleague(EDITORS, width=width).page
    screen.goto(f"/admin/pages/{recommendation.pk}/edit/")
    settle(screen)

    expect(
        screen.get_by_role("link", name="Recommendations", exact=True)
    ).to_be_visible()  # the menu is open
    trail = screen.get_by_label("Breadcrumb", exact=True)
    title = trail.get_by_role("link", name=re.compile(re.escape(recommendation.title)))
    assert not title.evaluate(IS_CUT_OFF)
    more = screen.locator("header").get_by_role("button", name="Actions")
    assert not overlap(title, more)


@pytest.mark.parametrize("height", [600, 700, 900])
def test_the_button_that_saves_covers_nothing_that_is_said_of_the_change(
    colleague, recommendation, height
):
    editor = colleague(EDITORS, width=820, height=height)
    editor.edit(recommendation.pk)
    screen = editor.page
    save = screen.locator("footer").get_by_role(
        "button", name=re.compile("^Save draft")
    )
    note = screen.get_by_label("Change note")

    for tab in ("Progress", "Response", "Promote", "Settings"):
        editor.open_tab(tab)
        settle(screen)
        assert not overlap(save, note), tab
    note.focus()
    settle(screen)
    expect(note).to_be_in_viewport(ratio=1)
    assert not overlap(save, note)


@pytest.fixture
def author():
    """An editor who can also withdraw what they submitted: their buttons need the most room."""
    return UserFactory(roles=[EDITORS])


@pytest.fixture
def returned(recommendation, author):
    """Pages with requested changes: a recommendation and its super-complaint, each with a comment."""
    moderator = UserFactory(roles=[MODERATORS])
    pages = {
        "recommendation": recommendation,
        "super-complaint": recommendation.get_parent().specific,
    }
    for page in pages.values():
        review = submit(page.get_latest_revision_as_object(), author)
        review.current_task_state.reject(user=moderator, comment="Say when.")
    return pages


@pytest.mark.parametrize("name", ["recommendation", "super-complaint"])
def test_with_changes_requested_the_buttons_cover_nothing_that_is_said_of_the_change(
    colleague, author, returned, name
):
    editor = colleague(author, width=1280, height=800)
    editor.edit(returned[name].pk)
    screen = editor.page
    buttons = screen.locator("footer > nav")
    expect(buttons.get_by_role("button", name=re.compile("^Resubmit"))).to_be_visible()
    panel = screen.locator("[data-side-panel-toggle='comments']")

    for is_open in (False, True):
        if is_open:
            panel.click()
            expect(screen.locator(".side-panel-open")).to_have_count(1)
        settle(screen)
        note = screen.get_by_label("Change note")
        around = screen.locator(".change-panel .w-field__wrapper", has=note)
        assert not overlap(buttons, around), is_open
        expect(note).to_be_in_viewport(ratio=1)
