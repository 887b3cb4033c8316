"""Files from outside are opened in a process with limits; wrong ones get a clear message and nothing else."""

import ast
import datetime
import io
import zipfile

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Color, PatternFill

from pages.files import contained
from pages.files.contained import (
    DAMAGED,
    MEGABYTE,
    START,
    TOO_MUCH,
    ContainedFailureError,
    ProcessLimits,
    read_tables,
    run_contained,
)

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
)
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(fill):
    book = openpyxl.Workbook()
    fill(book, book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zipped(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in parts.items():
            archive.writestr(name, contents)
    return file.getvalue()


def with_part(contents, name, part):
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        return zipped(
            {each: archive.read(each) for each in archive.namelist()} | {name: part}
        )


def document(body, **parts):
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="r" Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
            **parts,
        }
    )


NOT_SUCH = "This file is damaged or is not the type that its name says. Save it again as {} and upload it."


@pytest.fixture
def job(tmp_path, monkeypatch):
    """Return a function that makes a job of a text."""

    def make(text):
        (tmp_path / "job.py").write_text(text)
        search_too = f"import pages.files.contained as jobs; jobs.__path__.append({str(tmp_path)!r}); from"
        start = START.replace("from", search_too, 1)
        monkeypatch.setattr(contained, "START", start)
        return "job"

    return make


@pytest.fixture(scope="module")
def simple():
    return workbook(lambda book, sheet: sheet.append(["No.", "Status"]))


def texts_of(read):
    """Return the texts of the first table."""
    return [[cell["text"] for cell in row] for row in read["tables"][0]["rows"]]


def refusal(contents, kind="xlsx", **limits):
    with pytest.raises(ContainedFailureError) as refused:
        read_tables(contents, kind, ProcessLimits(**limits))
    return str(refused.value)


def test_a_workbook_is_read_as_it_shows():
    def fill(book, sheet):
        sheet.title = "Plan"
        sheet.append(["No.", "Date", "Note", "Secret"])
        sheet.append([7.1, datetime.date(2024, 11, 1), "=1+1", "x"])
        sheet.append([10, datetime.date(2024, 11, 22), True, "y"])
        sheet.append([11, None, "below", "z"])
        sheet["B2"].number_format = "mmm-yy"
        sheet["C2"].hyperlink, sheet["C2"].value = "https://force.example/", "Plan"
        sheet.merge_cells("C3:C4")
        sheet.column_dimensions["D"].hidden = True
        sheet.append([12, None, "hidden"])
        sheet.row_dimensions[5].hidden = True
        book.create_sheet("Old").sheet_state = "hidden"

    read = read_tables(workbook(fill), "xlsx")

    assert read["tables"][0]["name"] == "Plan"
    assert texts_of(read) == [
        ["No.", "Date", "Note"],
        ["7.1", "November 2024", "Plan (https://force.example/)"],
        ["10", "22 November 2024", "Yes"],
        ["11", "", "Yes"],
    ]
    assert read["tables"][0]["rows"][3][2] == {"text": "Yes", "is_merged": True}
    assert [note.split(":")[0] for note in read["notes"]] == [
        "1 hidden row of “Plan” left out",
        "1 hidden column of “Plan” left out",
        "The hidden sheet “Old” was left out.",
    ]


def test_of_formulas_the_saved_value_is_taken_and_said(simple):
    def sheet(cell):
        return f'<worksheet xmlns="{SHEET}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>'

    saved = with_part(
        simple, "xl/worksheets/sheet1.xml", sheet('<c r="A1"><f>3+4</f><v>7</v></c>')
    )
    read = read_tables(saved, "xlsx")
    assert texts_of(read) == [["7"]]
    assert read["notes"] == [
        "1 cell with a formula. The values that were last saved were used."
    ]

    never = with_part(
        simple, "xl/worksheets/sheet1.xml", sheet('<c r="A1"><f>3+4</f></c>')
    )
    assert "never calculated" in refusal(never)


def test_a_document_is_read_with_its_changes_accepted():
    text = (
        '<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>We accept.</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="a"><w:r><w:delText>We reject.</w:delText></w:r></w:del></w:p>'
    )
    read = read_tables(document(text), "docx")

    assert read["paragraphs"] == ["We accept."]
    assert read["notes"] == [
        "The document has tracked changes. Its text was read as if they were accepted."
    ]


def test_cells_of_a_document_have_colours_merged_cells_and_what_is_struck_through():
    def cell(text, properties="", run=""):
        paragraph = f"<w:p><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph}</w:tc>"

    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        cell("No.") + cell("RAG") + cell("Update", '<w:gridSpan w:val="2"/>'),
        cell("7", restart)
        + cell("", '<w:shd w:fill="92D050"/>')
        + cell("Old", run="<w:strike/>")
        + cell("x"),
        cell("", goes_on)
        + cell("Open", '<w:shd w:fill="auto"/>')
        + cell("y", run="<w:vanish/>")
        + cell("z"),
    )
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    read = read_tables(
        document(f"<w:p><w:r><w:t>Plan</w:t></w:r></w:p><w:tbl>{table}</w:tbl>"), "docx"
    )

    assert read["tables"][0]["name"] == "Plan"
    assert read["tables"][0]["rows"] == [
        [
            {"text": "No."},
            {"text": "RAG"},
            {"text": "Update"},
            {"text": "", "is_merged": True},
        ],
        [
            {"text": "7"},
            {"text": "", "colour": "#92D050"},
            {"text": "", "struck": "Old"},
            {"text": "x"},
        ],
        [
            {"text": "7", "is_merged": True},
            {"text": "Open"},
            {"text": ""},
            {"text": "z"},
        ],
    ]
    assert read["notes"] == ["Hidden text was left out."]


def test_links_of_a_document_keep_their_addresses():
    links = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        '<Relationship Id="r1" Type="hyperlink" Target="https://force.example/plan" TargetMode="External"/>'
        "</Relationships>"
    )
    name = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    body = f'<w:p><w:hyperlink xmlns:r="{name}" r:id="r1"><w:r><w:t>Plan</w:t></w:r></w:hyperlink></w:p>'
    read = read_tables(
        document(body, **{"word/_rels/document.xml.rels": links}), "docx"
    )

    assert read["paragraphs"] == ["Plan (https://force.example/plan)"]


def test_colours_of_a_workbook_are_read_and_those_by_a_rule_are_said_to_be_missing():
    def fill(book, sheet):
        sheet.append(["No.", "RAG"])
        sheet.append([7, None])
        sheet.append([8, None])
        sheet["B2"].fill = PatternFill("solid", fgColor="FF92D050")
        sheet["B3"].fill = PatternFill("solid", fgColor=Color(theme=5, tint=0.4))
        sheet.conditional_formatting.add(
            "B2:B3", CellIsRule(operator="equal", formula=["1"])
        )

    read = read_tables(workbook(fill), "xlsx")

    colours = [row[1].get("colour") for row in read["tables"][0]["rows"]]
    assert colours == [None, "#92D050", "theme colour 5 0.40"]
    assert read["notes"] == ["Colours from conditional formatting cannot be read."]


def test_a_bomb_of_entities_is_refused(simple):
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    for written in (bomb.encode(), bomb.encode("utf-16")):
        assert "declarations that Office files do not have" in refusal(
            with_part(simple, "xl/worksheets/sheet1.xml", written)
        )


def test_a_bomb_that_names_one_part_again_and_again_is_refused():
    """It unpacks to forty gigabytes."""
    file = io.BytesIO(document(""))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/a.png", bytes(21 * MEGABYTE))
        archive.filelist += [archive.filelist[-1]] * 2000

    assert refusal(file.getvalue(), "docx") == TOO_MUCH


def test_what_needs_more_memory_than_there_is_is_refused(simple):
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 100_000)
    )
    large = with_part(
        simple,
        "xl/worksheets/sheet1.xml",
        f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>',
    )
    assert (
        refusal(with_part(simple, "xl/media/x.xml", b"\0" * 50 * MEGABYTE)) == TOO_MUCH
    )
    assert refusal(large, memory=90 * MEGABYTE) == TOO_MUCH
    assert read_tables(simple, "xlsx", ProcessLimits(memory=90 * MEGABYTE))["tables"]


def test_a_sheet_with_ten_thousand_columns_and_rows_is_refused():
    def fill(book, sheet):
        sheet.cell(10_000, 10_000, "x")

    assert "10,000 rows and 10,000 columns" in refusal(workbook(fill))


def test_passwords_old_kinds_macros_and_damaged_parts_are_told_apart(simple):
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

    assert "password" in refusal(old + "EncryptedPackage".encode("utf-16-le"))
    assert "old file type" in refusal(old)
    assert "macros" in refusal(with_part(simple, "xl/vbaProject.bin", b"x"))
    assert "macros" in refusal(document("", **{"word/vbaProject.bin": b"x"}), "docx")
    assert (
        refusal(
            with_part(simple, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData>")
        )
        == DAMAGED
    )


def test_what_is_no_such_file_is_refused():
    for contents in [b"", b"x", b"PK\x03\x04" + b"x" * 100, zipped({"a": "b"})]:
        for kind in ("xlsx", "docx"):
            assert refusal(contents, kind) == NOT_SUCH.format(kind.upper())


def test_what_never_ends_or_writes_too_much_is_ended(job):
    for text, limits in [
        ("while True: pass", ProcessLimits(seconds=1)),
        ("written.write(bytes(2 * 1024 * 1024))", ProcessLimits(output=MEGABYTE)),
    ]:
        name = job(f"def run(given, written):\n    {text}")
        with pytest.raises(ContainedFailureError, match="too large to open safely"):
            run_contained(name, [], b"", limits)


def test_the_process_knows_no_secret_of_ours_and_has_little_memory(job, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush")
    name = job(
        "import os, resource, sys\n"
        "def run(given, written):\n"
        "    told = list(os.environ), 'django' in sys.modules, resource.getrlimit(resource.RLIMIT_AS)\n"
        "    written.write(repr(told).encode())"
    )
    environment, has_django, memory = ast.literal_eval(
        run_contained(name, [], b"").decode()
    )
    assert "SECRET_KEY" not in environment
    assert not has_django
    assert memory == (256 * MEGABYTE, 256 * MEGABYTE)
