"""Files in every kind and encoding that is read, and what people are told about them."""

import csv
import io
from itertools import product

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from complaints.importing.readers import MAX_BYTES, OPEN_DATA_COLUMNS, read_source
from complaints.importing.tables import Document, SourceCell, UnreadableSourceError
from pages.files.contained.child import RefusedError
from pages.files.contained.html_tables import read_html
from pages.files.contained.table_grid import MAX_COLUMNS

from .plans import document_of, table

ROWS = [["No.", "Status"], ["7", "Café – done"]]


def texts_of(document, place=0):
    return [[cell.text for cell in row] for row in document.tables[place].rows]


def read(name, contents):
    return Document.from_stored(read_source(name, contents))


def test_text_is_read_in_any_encoding_and_with_any_sign():
    for encoding, sign in product(["utf-8", "utf-8-sig", "utf-16"], [",", ";", "\t"]):
        text = "\r\n".join(sign.join(row) for row in ROWS)

        document = read("plan.csv", text.encode(encoding))

        assert (texts_of(document), document.notes) == (ROWS, [])
    document = read("plan.csv", "No.,Status\n7,Café – done".encode("cp1252"))
    assert texts_of(document) == ROWS
    assert document.notes[0].startswith("The file is not UTF-8")


def test_a_workbook_with_several_sheets_is_read():
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.create_sheet("More").append(["No.", "Status"])
    file = io.BytesIO()
    book.save(file)

    document = read("plan.xlsx", file.getvalue())

    assert [texts_of(document, place) for place in (0, 1)] == [ROWS, ROWS[:1]]
    assert [(each.label, each.name) for each in document.tables] == [
        ("Table 1", "Sheet"),
        ("Table 2", "More"),
    ]


def test_what_is_struck_through_in_a_workbook_is_marked_and_no_part_of_the_text():
    book = openpyxl.Workbook()
    parts = [
        TextBlock(InlineFont(strike=True), "Complete "),
        TextBlock(InlineFont(), "Ongoing"),
    ]
    for row in (["No.", "Status"], ["1", "Complete"], ["2", CellRichText(parts)]):
        book.active.append(row)
    book.active["B2"].font = Font(strike=True)
    book.active["B3"].comment = Comment("Not really.", "An officer")
    file = io.BytesIO()
    book.save(file)

    document = read("plan.xlsx", file.getvalue())

    cells = [row[1] for row in document.tables[0].rows[1:]]
    assert cells == [
        SourceCell("", struck="Complete"),
        SourceCell("Ongoing", struck="Complete"),
    ]
    assert document.notes == ["Comments in the workbook were left out."]


@pytest.mark.parametrize(
    ("name", "contents", "told"),
    [
        ("plan.xls", b"x", "Save it as XLSX"),
        ("plan.pdf", b"x", "paste it"),
        ("plan", b"x", "Upload an XLSX, DOCX or CSV file"),
        ("plan.csv", b" ", "The file is empty"),
        ("plan.csv", b"a\0b" * 9 + b"\xff", "is not text"),
        (
            "plan.csv",
            b",".join([b"x"] * (MAX_COLUMNS + 1)),
            f"At most {MAX_COLUMNS} can be read",
        ),
        ("plan.html", b"<table>" + b"<tr><td colspan=9999>" * 9999, "too many cells"),
        ("plan.html", b"<i>" * 300_001, "too complex"),
        ("plan.html", b"<table></table>", "There is no table and no text"),
        (
            "plan.txt",
            (b"7\t" + b"x " * 60_000 + b"\n") * 9,
            "more text than you can upload at once",
        ),
        (
            "plan.html",
            b"<table><tr><td>7<td><s>" + b"x " * 600_000,
            "more text than you can upload at once",
        ),
        (
            "plan.html",
            b"<p>" + b"x " * 100_000 + b"</p>" + b"<table><tr><td>7</table>" * 9,
            "more text than you can upload at once",
        ),
        (
            "plan.txt",
            b"7\tx\n" * 301,
            "301 rows. The most you can upload at once is 300",
        ),
        ("plan.txt", b"x" * (MAX_BYTES + 1), "larger than 10 MB"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(name, contents, told):
    with pytest.raises(UnreadableSourceError, match=told):
        read_source(name, contents)


def test_merged_cells_below_have_the_text_of_the_first_and_are_marked():
    document = document_of(
        "<table><tr><td rowspan=2>7<td>a<tr><td>b<tr><td colspan=2>c</table>"
    )

    assert texts_of(document) == [["7", "a"], ["7", "b"], ["c", ""]]
    merged = [[cell.is_merged for cell in row] for row in document.tables[0].rows]
    assert merged == [[False, False], [True, False], [False, True]]


def test_colours_come_from_styles_attributes_and_the_classes_that_excel_writes():
    document = document_of(
        "<style>.xl65 {background:#92D050 none repeat; color:red}</style>"
        "<table><tr><td class=xl65><td bgcolor=yellow><td style='background-color: rgb(255, 192, 0)'>"
        "<td style='background:#fff'><td>x</table>"
    )

    colours = [cell.colour for cell in document.tables[0].rows[0]]
    assert colours == ["#92D050", "yellow", "#FFC000", "", ""][: len(colours)]


def test_text_outside_the_tables_is_kept_as_it_is_and_names_the_table_below_it():
    document = document_of(
        "<h2>Recommendation 9</h2>"
        + table(["Owner", "A"], ["Status", "Done"])
        + "<p>End.</p>"
    )

    assert document.paragraphs == ["Recommendation 9", "End."]
    assert document.tables[0].name == "Recommendation 9"


def test_deleted_and_hidden_text_and_comments_are_left_out_and_it_is_said():
    document = document_of(
        table(
            ["No.", "Update"],
            ["7", "Done<del> badly</del><span hidden>x</span><s>no</s>."],
        )
    )

    assert document.tables[0].rows[1][1] == SourceCell("Done.", struck="no")
    assert document.notes == ["Deleted text, hidden text and comments were left out."]


def test_a_hidden_cell_keeps_its_place():
    headings = "<tr><td>No.<td>Response<td>Update<td>Evidence</tr>"
    for hidden, cells in (("", "<td>Begun.</td>"), (" colspan=2", "")):
        row = f"<tr><td>1</td><td style='visibility:hidden'{hidden}>Old.</td>{cells}<td>A plan</td></tr>"
        rows = texts_of(document_of(f"<table>{headings}{row}</table>"))
        assert rows[1] == ["1", "", "" if hidden else "Begun.", "A plan"]


def test_boxes_say_whether_they_are_ticked_and_raised_figures_stay_apart():
    boxes = "<input type=checkbox> Accepted <input type=checkbox checked> Not accepted"
    document = document_of(
        table(
            ["No.", "Response"],
            ["1<sup>2</sup>", boxes],
            ["2", "<a href='https://a.example/'>We</a> do."],
        )
    )

    assert texts_of(document)[1:] == [
        ["1²", "☐ Accepted ☒ Not accepted"],
        ["2", "We (https://a.example/) do."],
    ]


def test_a_quotation_mark_that_takes_in_other_rows_is_refused():
    for text in (
        'No,Response\n1,"We do,\n2,Ask',
        'No,Response\n1,"We do,\n2,"Ask"',
        'No\tUpdate\n1\t"We do\n2\tAsk',
    ):
        with pytest.raises(UnreadableSourceError, match="quotation mark"):
            read_source("plan.csv", text.encode())
    assert texts_of(read("plan.txt", b'No\tUpdate\n1\t"Agreed" is all'))[1] == [
        "1",
        "Agreed is all",
    ]


def test_a_table_within_a_cell_is_text_of_that_cell_however_deep():
    html = (
        "<table><tr><td>1<td>"
        + "<table><tr><td>x" * 2000
        + "</table>" * 2000
        + "</table>"
    )
    try:
        rows = read_html(html)["tables"][0]["rows"]
    except RefusedError:
        pytest.fail("its depth does not matter")
    assert rows[0][1]["text"].split() == ["x"] * 2000


def test_of_our_open_data_the_lines_of_a_cell_keep_their_places():
    headings = ["id", "availability", *OPEN_DATA_COLUMNS[1:]]
    cells = [
        "stalking/recommendation-7",
        "published",
        "2026-12-02",
        *["Train\nRecord"] * 4,
        "\n2027-03",
        "",
    ]
    file = io.StringIO(newline="")
    for row in (headings, cells):
        csv.writer(file, delimiter=";").writerow(row)

    [_, row] = texts_of(
        read("recommendations.csv", file.getvalue().encode("utf-8-sig"))
    )

    assert (
        dict(zip(OPEN_DATA_COLUMNS, row, strict=True))["action_due_date"] == "\n2027-03"
    )
