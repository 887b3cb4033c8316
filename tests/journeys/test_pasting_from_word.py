"""What is pasted from Word keeps its tables and leaves out what Word marks as deleted."""

import re

import pytest
from playwright.sync_api import expect

from pages.content.models import StandardPage
from pages.moderation.approval.roles import EDITORS
from tests.factories import StandardPageFactory
from tests.hostile import MARKUP, harm_in

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

WORD = """<html xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"></head><body><!--StartFragment-->
<p class=MsoNormal>Officers are <del cite="mailto:Pat" datetime="2026-11-01T10:00">not </del><ins
cite="mailto:Pat" datetime="2026-11-01T10:00">all </ins>trained<span
class=MsoCommentReference><a class=msocomanchor href="#_msocom_1">[P1]</a></span>.<o:p></o:p></p>
<table class=MsoTableGrid border=1>
<tr><td><p class=MsoNormal>Year</p></td><td><p class=MsoNormal>Reports</p></td></tr>
<tr><td><p class=MsoNormal>2024</p></td><td><p class=MsoNormal><s>11</s>12</p><p>so far</p></td></tr>
<tr><td colspan=2><p class=MsoNormal>Later years</p></td></tr></table>
<p class=MsoNormal>That is all.</p><div style='mso-element:comment-list'><div style='mso-element:comment'><p
class=MsoCommentText>Is this true?</p></div></div><!--EndFragment--></body></html>"""
PASTE = """(element, html) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", "as text");
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def form(colleague, home):
    """The form of a page without a text."""
    page = StandardPageFactory(parent=home, live=False, body=[])
    editor = colleague(EDITORS)
    editor.edit(page.pk)
    return editor


def insert(form, block):
    """Insert a block into the empty body."""
    form.page.get_by_role("button", name="Insert a block").first.click()
    form.page.get_by_role("option", name=block, exact=True).click()


def test_a_table_in_running_text_becomes_a_table_block_and_deletions_are_left_out(form):
    insert(form, "Text")
    editor = form.page.locator(".public-DraftEditor-content")
    editor.click()
    editor.evaluate(PASTE, WORD)

    expect(editor).to_contain_text("Officers are all trained.")
    assert editor.inner_text().split("\n") == [
        "Officers are all trained.",
        "That is all.",
    ]
    note = form.page.get_by_role("status").filter(
        has_text="The table is in a Table block below"
    )
    expect(note).to_contain_text("Text marked as deleted, and comments, were left out.")
    form.fill("Change note", "A table.")
    form.save_draft()

    _, table = StandardPage.objects.get().get_latest_revision_as_object().body
    assert [column["heading"] for column in table.value["table"].columns] == [
        "Year",
        "Reports",
    ]
    rows = [[str(cell.value) for cell in row] for row in table.value["table"].rows]
    assert rows == [["2024", "12 so far"], ["Later years", ""]]


def test_where_no_table_block_fits_the_rows_stay_as_lines(form):
    insert(form, "Action list")
    editor = form.page.locator(".public-DraftEditor-content")
    editor.click()
    form.page.evaluate(
        "addEventListener('pages:table-pasted', (event) => event.stopPropagation(), true)"
    )
    editor.evaluate(PASTE, WORD)

    expect(editor).to_contain_text("Year | Reports")
    expect(
        form.page.get_by_role("status").filter(has_text="pasted as lines of text")
    ).to_be_visible()


def test_text_without_table_or_deletions_is_pasted_as_ever(form):
    insert(form, "Text")
    editor = form.page.locator(".public-DraftEditor-content")
    editor.click()
    editor.evaluate(PASTE, "<p>One <b>bold</b> word.</p>")

    expect(editor.locator("[style*=bold]")).to_have_text("bold")
    expect(form.page.locator(".paste-note")).to_have_count(0)


def test_a_table_block_is_filled_by_the_table_that_is_pasted(form):
    insert(form, "Table")
    caption = form.page.get_by_label("Caption")
    caption.fill("Reports of stalking")
    caption.evaluate(PASTE, WORD)
    expect(
        form.page.get_by_role("status").filter(
            has_text="Pasted: headings and 2 more rows."
        )
    ).to_be_visible()
    caption.evaluate(PASTE, WORD)
    expect(
        form.page.get_by_role("status").filter(has_text="nothing was pasted")
    ).to_be_visible()
    form.fill("Change note", "A table.")
    form.save_draft()

    table = (
        StandardPage.objects.get()
        .get_latest_revision_as_object()
        .body[0]
        .value["table"]
    )
    assert table.caption == "Reports of stalking"
    assert [column["heading"] for column in table.columns] == ["Year", "Reports"]
    rows = [[str(cell.value) for cell in row] for row in table.rows]
    assert rows == [["2024", "12 so far"], ["Later years", ""]]


def test_hostile_markup_that_is_pasted_runs_nothing_and_is_not_stored(form):
    insert(form, "Text")
    form.page.evaluate("window.run = () => { window.hasRun = true }")
    editor = form.page.locator(".public-DraftEditor-content")
    editor.click()
    # Chromium reports a handler as forbidden even where it is only read, in a document
    # that runs nothing.
    without_handlers = [each for each in MARKUP if not re.search(r"\bon\w+=", each)]
    editor.evaluate(PASTE, f"<p>Before.</p>{''.join(without_handlers)}")
    expect(form.page.locator("[name='body-0-value']")).to_have_value(
        re.compile("Before")
    )

    form.save_draft()

    assert form.page.evaluate("window.hasRun") is None
    stored = (
        StandardPage.objects.get()
        .get_latest_revision_as_object()
        .body.raw_data[0]["value"]
    )
    assert "Before." in stored
    assert list(harm_in(stored)) == []
