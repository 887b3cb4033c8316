"""Reads the first sheet of a workbook, or a CSV file, as rows of text."""

import csv
import datetime
import io
import json
import re
import zipfile
from calendar import month_name
from collections.abc import Iterator
from typing import Any, BinaryIO

from .child import RefusedError

MAX_UNPACKED = 20 * 1024 * 1024
MAX_PARTS = 3000
MAX_CELLS = 300_000
MAX_ROWS = 500
MAX_LETTERS = 1_000_000
"""The most text of a sheet: about two thousand letters for each row."""
MACROS = re.compile(
    r".*vbaproject\.bin|.*/activex/.*|.*/(intl)?macrosheets/.*|.*/dialogsheets/.*",
    re.IGNORECASE,
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How old files begin, and those that are protected by a password."""
NO_WORKBOOK = (
    "This file is damaged or is not a workbook. Save it again as XLSX and upload it."
)


def run(given: BinaryIO, written: BinaryIO, kind: str) -> None:
    """Write the ``name`` of the sheet and its ``rows``, of which the empty last ones are left out."""
    contents = given.read()
    if kind == "xlsx":
        name, rows = read_workbook(contents)
    else:
        name, rows = "", read_csv(contents)
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MAX_ROWS:
        raise RefusedError(
            f"This sheet has {len(rows)} rows. The most you can upload at once is {MAX_ROWS}."
        )
    if sum(len(text) for row in rows for text in row) > MAX_LETTERS:
        raise RefusedError("This is more text than you can upload at once.")
    written.write(json.dumps({"name": name, "rows": rows}).encode())


def refuse_formula(place: str) -> None:
    raise RefusedError(
        f"{place}: this cell has a formula or an error. Replace all formulas by their values, for example "
        "with Paste special, Values."
    )


def read_workbook(contents: bytes) -> tuple[str, list[list[str]]]:
    """Return the name of the first sheet and the texts of its cells."""
    import openpyxl

    check_archive(contents)
    book = openpyxl.load_workbook(io.BytesIO(contents), keep_links=False)
    sheet = book.worksheets[0]
    if sheet.max_row * sheet.max_column > MAX_CELLS:
        raise RefusedError(
            f"The sheet “{sheet.title}” has {sheet.max_row:,} rows and {sheet.max_column:,} columns, "
            "which is too many to read. Copy the plan into a sheet that you have downloaded here."
        )
    return sheet.title, list(texts_of_rows(sheet))


def texts_of_rows(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type in {"f", "e"}:
                heading = sheet.cell(1, cell.column).value
                refuse_formula(
                    f"“{sheet.title}”, row {cell.row}, column “{heading or cell.column_letter}”"
                )
        yield [cell_text(cell) for cell in row]


def check_archive(contents: bytes) -> None:
    """Refuse what is no workbook, and what has a password or macros or is too large when unpacked."""
    if contents.startswith(OLD_OFFICE):
        raise RefusedError(
            "This is an old file, or it is protected by a password. Save it as XLSX without a password."
        )
    # A file can be an archive and something else as well: an archive alone begins as
    # one.
    if not contents.startswith(b"PK\x03\x04"):
        raise RefusedError(NO_WORKBOOK)
    try:
        archive = zipfile.ZipFile(io.BytesIO(contents))
    except (zipfile.BadZipFile, ValueError) as error:
        raise RefusedError(NO_WORKBOOK) from error
    check_parts(archive)


def check_parts(archive: zipfile.ZipFile) -> None:
    """Refuse macros, more than a sheet needs, and XML that no spreadsheet writes."""
    parts = archive.infolist()
    if any(MACROS.fullmatch(part.filename) for part in parts):
        raise RefusedError("This file contains macros. Save it as XLSX without them.")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise MemoryError
    if "xl/workbook.xml" not in archive.namelist():
        raise RefusedError(NO_WORKBOOK)
    for part in parts:
        if part.filename.endswith((".xml", ".rels", ".vml")):
            refuse_declarations(archive.read(part))


def refuse_declarations(xml: bytes) -> None:
    """Refuse XML that declares entities, by which a few letters become gigabytes; no spreadsheet does."""
    # Text with two bytes a letter has null bytes in between.
    text = xml.replace(b"\0", b"")
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise RefusedError(NO_WORKBOOK)


def cell_text(cell: Any) -> str:
    """Return what a cell shows."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return date_text(value, cell.number_format)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def date_text(value: datetime.date, shown_as: str) -> str:
    """Return a date as precisely as it shows: a spreadsheet stores “Nov-24” as a day."""
    letters = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", shown_as).lower()
    month = month_name[value.month]
    if "d" in letters or not re.search(r"[my]", letters):
        return f"{value.day} {month} {value.year}"
    return f"{month} {value.year}" if "m" in letters else str(value.year)


def read_csv(contents: bytes) -> list[list[str]]:
    """Return the cells of a CSV file, whichever sign separates them."""
    text = decode(contents).replace("\0", "")
    first_line = text.partition("\n")[0]
    separator = max(",;\t", key=first_line.count)
    try:
        rows = list(
            csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        )
    except csv.Error as error:
        raise RefusedError(
            "A cell is too long, or a quotation mark is not closed, so this cannot be read as CSV."
        ) from error
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if cell.startswith("="):
                heading = rows[0][place] if place < len(rows[0]) else place + 1
                refuse_formula(f"Row {number}, column “{heading}”")
    return rows


def decode(contents: bytes) -> str:
    """Return the text of a file in UTF-8, or as Excel saves CSV on Windows."""
    try:
        return contents.decode("utf-8-sig")
    except UnicodeDecodeError:
        return contents.decode("cp1252", errors="replace")
