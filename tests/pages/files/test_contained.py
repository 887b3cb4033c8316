"""Files from outside are opened in a process with limits, which knows no secret of ours."""

import ast
import datetime
import io
import zipfile

import openpyxl
import pytest

from pages.files import contained
from pages.files.contained import (
    DAMAGED,
    MEGABYTE,
    START,
    TOO_MUCH,
    ContainedFailureError,
    ProcessLimits,
    read_sheet,
    run_contained,
)

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(fill):
    book = openpyxl.Workbook()
    fill(book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(contents, name, part):
    """Return a workbook with one more part, or another one in its place."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(contents)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return file.getvalue()


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
    return workbook(lambda sheet: sheet.append(["No.", "Status"]))


def refusal(contents, kind="xlsx", **limits):
    with pytest.raises(ContainedFailureError) as refused:
        read_sheet(contents, kind, ProcessLimits(**limits))
    return str(refused.value)


def test_the_cells_of_a_workbook_are_read_as_they_show():
    def fill(sheet):
        sheet.title = "Plan"
        sheet.append([7.1, 10, 11.0, "text", None, True])
        sheet.append([datetime.date(2024, 11, 1)] * 3)
        sheet["B2"].number_format = "mmm-yy"
        sheet["C2"].number_format = "yyyy"
        sheet["A5"].number_format = "@"

    assert read_sheet(workbook(fill), "xlsx") == (
        "Plan",
        [
            ["7.1", "10", "11", "text", "", "True"],
            ["1 November 2024", "November 2024", "2024", "", "", ""],
        ],
    )


def test_a_bomb_that_names_one_part_again_and_again_is_refused(simple):
    """It unpacks to forty gigabytes."""
    file = io.BytesIO(simple)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.png", bytes(21 * MEGABYTE))
        archive.filelist += [archive.filelist[-1]] * 2000

    assert refusal(file.getvalue()) == TOO_MUCH


def test_a_bomb_of_entities_is_refused_however_it_is_written(simple):
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    for written in (bomb.encode(), bomb.encode("utf-16")):
        contents = with_part(simple, "xl/worksheets/sheet1.xml", written)
        assert "is not a workbook" in refusal(contents)


def test_what_needs_more_memory_than_there_is_is_refused(simple):
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 100_000)
    )
    large = with_part(
        simple,
        "xl/worksheets/sheet1.xml",
        f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>',
    )
    assert refusal(large, memory=90 * MEGABYTE) == TOO_MUCH
    assert read_sheet(simple, "xlsx", ProcessLimits(memory=90 * MEGABYTE))


def test_a_sheet_with_ten_thousand_columns_and_rows_is_refused():
    def fill(sheet):
        sheet.cell(10_000, 10_000, "x")

    assert "10,000 rows and 10,000 columns" in refusal(workbook(fill))


def test_a_damaged_part_is_told(simple):
    half = with_part(simple, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData>")
    assert refusal(half) == DAMAGED


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
