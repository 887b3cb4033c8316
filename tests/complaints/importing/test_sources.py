"""Files in every kind and encoding that is taken, and what is said of them."""

import io
import json
from itertools import product

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from complaints.importing import sources
from complaints.importing.sources import read_html, read_separated, read_source
from complaints.importing.tables import MAX_COLUMNS, Line, Source, UnreadableSourceError

from .plans import table

ROWS = [["No.", "Status"], ["7", "Café – done"]]


def test_text_is_read_in_any_encoding_and_with_any_sign():
    for encoding, sign in product(["utf-8", "utf-8-sig", "utf-16"], [",", ";", "\t"]):
        text = "\r\n".join(sign.join(row) for row in ROWS)

        source = read_source("plan.csv", text.encode(encoding))

        assert (source.tables[0].rows, source.notes) == (ROWS, [])
    source = read_source("plan.csv", "No.,Status\n7,Café – done".encode("cp1252"))
    assert source.tables[0].rows == ROWS
    assert source.notes[0].startswith("The file is not UTF-8")


def test_a_workbook_with_several_sheets_is_read():
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.create_sheet("More").append(["No.", "Status"])
    file = io.BytesIO()
    book.save(file)

    source = read_source("plan.xlsx", file.getvalue())

    assert [table.rows for table in source.tables] == [ROWS, ROWS[:1]]
    assert source.lines == [Line("Sheet"), Line("More")]


def test_what_is_struck_through_in_a_workbook_and_its_comments_are_left_out_with_a_word():
    book = openpyxl.Workbook()
    parts = [TextBlock(InlineFont(strike=True), "Complete "), TextBlock(InlineFont(), "Ongoing")]
    own = [
        CellRichText("Complete ", TextBlock(InlineFont(strike=strike), "Open")) for strike in (True, False)
    ]
    for row in (
        ["No.", "Status"],
        ["1", "Complete"],
        ["2", CellRichText(parts)],
        ["3", own[0]],
        ["4", own[1]],
    ):
        book.active.append(row)
    for cell in ("B2", "B4", "B5"):
        book.active[cell].font = Font(strike=True)
    book.active["B3"].comment = Comment("Not really.", "An officer")
    file = io.BytesIO()
    book.save(file)

    source = read_source("plan.xlsx", file.getvalue())

    assert source.tables[0].rows == [["No.", "Status"], ["1", ""], ["2", "Ongoing"], ["3", ""], ["4", "Open"]]
    assert source.notes == [
        "The comments of the workbook are left out.",
        "Text of “Sheet” that is struck through was left out.",
    ]


@pytest.mark.parametrize(
    ("name", "contents", "told"),
    [
        ("plan.xls", b"x", "Save it as XLSX"),
        ("plan.pdf", b"x", "paste it"),
        ("plan", b"x", "Take an XLSX, DOCX or CSV file"),
        ("plan.csv", b"a\0b" * 9 + b"\xff", "is not text"),
        ("plan.csv", b",".join([b"x"] * (MAX_COLUMNS + 1)), f"at most {MAX_COLUMNS} can be read"),
        ("plan.html", b"<table>" + b"<tr><td colspan=9999>" * 9999, "too many cells"),
        ("plan.txt", (b"7\t" + b"x " * 60_000 + b"\n") * 9, "more text than one go can take"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(name, contents, told):
    with pytest.raises(UnreadableSourceError, match=told):
        read_source(name, contents)


def test_markup_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(sources, "MAX_TAGS", 100)

    with pytest.raises(UnreadableSourceError, match="too much markup"):
        read_html("<i>" * 101)


def test_merged_cells_below_have_the_text_of_the_first():
    (table,) = read_html("<table><tr><td rowspan=2>7<td>a<tr><td>b<tr><td colspan=2>c</table>").tables

    assert table.rows == [["7", "a"], ["7", "b"], ["c", ""]]
    assert table.merged == {(1, 0)}


def test_a_source_survives_its_way_through_a_form_unless_it_was_tampered_with():
    source = read_html("<h2>Plan</h2><table><tr><td rowspan=2>7<td>a<tr><td>b</table>")

    assert Source.from_json(source.to_json()) == source
    for stored in (None, [], {"parts": [1], "notes": []}, {"parts": [{"rows": 1}], "notes": []}):
        with pytest.raises(UnreadableSourceError):
            Source.from_json(json.dumps(stored))


def test_a_hidden_cell_keeps_its_place():
    headings = "<tr><td>No.<td>Response<td>Update<td>Evidence</tr>"
    for hidden, cells in (("", "<td>Begun.</td>"), (" colspan=2", "")):
        row = f"<tr><td>1</td><td style='visibility:hidden'{hidden}>Old.</td>{cells}<td>A plan</td></tr>"
        rows = read_html(f"<table>{headings}{row}</table>").tables[0].rows
        assert rows[1] == ["1", "", "" if hidden else "Begun.", "A plan"]


def test_boxes_say_whether_they_are_ticked():
    boxes = "<input type=checkbox> Accepted <input type=checkbox checked> Not accepted"
    source = read_html(table(["No.", "Response"], ["1", boxes], ["2", "<p hidden>No.</p>We do."]))

    assert [row[1] for row in source.tables[0].rows[1:]] == ["☐ Accepted ☒ Not accepted", "We do."]


def test_a_quotation_mark_that_takes_in_other_rows_is_refused():
    for text in (
        'No,Response\n1,"We do,\n2,Ask',
        'No,Response\n1,"We do,\n2,"Ask"',
        'No\tUpdate\n1\t"We do\n2\tAsk',
    ):
        with pytest.raises(UnreadableSourceError, match="quotation mark"):
            read_separated(text)
    assert read_separated('No\tUpdate\n1\t"Agreed" is all').tables[0].rows[1] == ["1", "Agreed is all"]
