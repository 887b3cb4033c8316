"""What Wagtail offers beside the form works with ours: comments, keys, previews of blocks, a dark screen."""

import pytest
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.moderation.approval.roles import EDITORS, MODERATORS
from tests.browser.accessible import faults_found_by_axe
from tests.factories import UserFactory

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

TO_THE_TOP = """list => {
    for (let part = list; part; part = part.parentElement) part.scrollTo({top: 0, behavior: "instant"});
}"""
"""The CMS scrolls inside a part of its page, not in the window, and does it smoothly unless it is told."""


@pytest.fixture
def recommendation(demonstration):
    """A recommendation with actions and a response."""
    return RecommendationResponsePage.objects.filter(
        actions__isnull=False, responses__isnull=False
    ).last()


def test_a_colleague_is_told_who_saved_meanwhile_and_reads_their_comment(
    colleague, recommendation, settings
):
    settings.WAGTAIL_EDITING_SESSION_PING_INTERVAL = 500  # milliseconds
    address = f"/admin/pages/{recommendation.pk}/edit/#tab-what_it_asks"
    sam = colleague(EDITORS).page
    sam.goto(address)
    jo = colleague(UserFactory(roles=[EDITORS], first_name="Jo", last_name="Jones"))
    jo.edit(recommendation.pk)
    jo.open_tab("What it asks")
    summary = jo.page.locator(
        "[data-field-wrapper]", has=jo.page.locator("[name=summary]")
    )
    summary.hover()
    summary.get_by_role("button", name="Add comment").click()
    jo.page.get_by_placeholder("Enter your comments").fill("Is this still right?")
    jo.page.get_by_role("button", name="Comment", exact=True).click()
    jo.fill("Change note", "A plainer summary.")
    jo.save_draft()
    expect(summary).to_be_visible()

    expect(
        sam.get_by_role("button", name="Jo Jones saved a new version").first
    ).to_be_visible()
    sam.reload()
    sam.get_by_role("button", name="Toggle comments").click()
    expect(sam.get_by_text("Is this still right?").first).to_be_visible()


def test_what_was_saved_in_two_windows_both_stands_in_the_history_and_is_compared(
    colleague, recommendation
):
    editor = UserFactory(roles=[EDITORS])
    early, late = windows = colleague(editor), colleague(editor)
    for window in windows:
        window.edit(recommendation.pk)
    for window, note in ((early, "Written first."), (late, "Written later.")):
        window.fill("Change note", note)
    early.save_draft()
    late.page.get_by_role("button", name="Save draft").click()
    expect(
        late.page.get_by_text("You saved a newer version in another window")
    ).to_be_visible()
    late.page.get_by_role("button", name="Overwrite it with mine").click()
    expect(late.page.locator(".messages .success")).to_be_visible()

    early.page.goto(f"/admin/pages/{recommendation.pk}/history/")

    early.page.get_by_role("main").get_by_role("button", name="Actions").first.click()
    early.page.get_by_role("link", name="Compare with previous version").click()
    expect(early.page.locator(".review__changes")).to_contain_text("Written first.")
    header = late.page.locator("header")
    header.get_by_role("button", name="Actions").click()
    header.get_by_role("link", name="Compare with what is live").click()
    expect(late.page.locator(".review__changes > div > dt")).to_have_text(
        ["Change note"]
    )


def test_the_keys_are_told_and_a_slash_offers_what_a_text_can_hold(
    colleague, recommendation
):
    editor = colleague(EDITORS)
    editor.edit(recommendation.pk)
    screen = editor.page
    screen.get_by_role("tab", name="Progress").focus()
    screen.keyboard.press("?")
    keys = screen.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_be_visible()
    screen.keyboard.press("Escape")
    expect(keys).to_be_hidden()

    screen.get_by_role("button", name="Add Progress update").click()
    screen.get_by_role("textbox", name="Text").first.click()
    screen.keyboard.type("/")
    expect(screen.get_by_role("option", name="Bulleted list")).to_be_visible()


@pytest.mark.long
def test_the_form_is_legible_on_a_dark_screen(colleague, recommendation):
    screen = colleague(EDITORS, color_scheme="dark", height=800).page
    screen.goto(f"/admin/pages/{recommendation.pk}/edit/")
    for tab in ("what_it_asks", "response", "progress"):
        screen.locator(f"#tab-label-{tab}").click()
        expect(screen.get_by_role("tabpanel")).to_be_visible()
        if tab == "response":
            screen.get_by_role("combobox", name="Respondents").fill("pol")
            expect(screen.get_by_role("listbox")).to_be_visible()
        if tab == "progress":
            screen.get_by_role("button", name="Add Due date").first.click()
            screen.get_by_label("Due date", exact=True).last.fill("31/2/2026")
            expect(screen.get_by_text("There is no 31 February 2026.")).to_be_visible()
        # From the top: scrolled to a part, the header stands over the names of the
        # tabs.
        screen.get_by_role("tablist").first.evaluate(TO_THE_TOP)
        assert faults_found_by_axe(screen, within="form[data-edit-form]") == []


def test_a_locked_form_says_who_locked_it_and_is_read_but_not_typed_into(
    colleague, recommendation
):
    lou = UserFactory(roles=[MODERATORS], first_name="Lou", last_name="Lee")
    type(recommendation).objects.update(locked=True, locked_by=lou)
    screen = colleague(EDITORS, height=700).page
    screen.goto(f"/admin/pages/{recommendation.pk}/edit/#tab-what_it_asks")

    expect(screen.locator(".messages")).to_contain_text(
        "Lou Lee locked this, so you cannot edit it."
    )
    # The header would cover it.
    tab = screen.get_by_role("tab", name="What it asks")
    expect(tab).to_have_attribute("aria-selected", "true")
    assert tab.evaluate(
        "tab => { const { x, y } = tab.getBoundingClientRect();"
        " return document.elementFromPoint(x + 5, y + 1) === tab; }"
    )
    title = screen.locator("[name=title]")
    title.press_sequentially("X")
    expect(title).to_have_value(recommendation.title)
    expect(title).to_have_js_property("readOnly", True)
    screen.get_by_role("tab", name="Response").click()
    chooser = screen.get_by_role("combobox", name="Respondents").first
    expect(chooser).to_be_disabled()
    position = screen.locator("[name=responses-0-position]")
    before = position.input_value()
    position.focus()
    for key in ("ArrowDown", "n", "ArrowUp"):
        screen.keyboard.press(key)
    expect(position).to_have_value(before)
    text = screen.get_by_role("tabpanel").get_by_role("textbox", name="Text").first
    expect(text).to_have_attribute("contenteditable", "false")
    written = text.inner_text()
    text.press("X")
    assert text.inner_text() == written


def test_the_list_of_blocks_shows_an_example_of_each(colleague, demonstration):
    editor = colleague(EDITORS)
    editor.edit(SuperComplaintPage.objects.first().pk)
    editor.open_tab("Text and documents")
    screen = editor.page
    screen.locator("[data-contentpath='body']").get_by_role(
        "button", name="Insert a block"
    ).first.click()
    table = screen.get_by_role("option", name="Table", exact=True)
    table.locator("xpath=following::button[1]").click()

    expect(screen.get_by_text("Information in rows and columns.")).to_be_visible()
    expect(
        screen.get_by_role("tooltip")
        .frame_locator("iframe")
        .get_by_text("Reports of stalking")
    ).to_be_visible()
