"""Reads tables in which tabs, commas or semicolons separate the cells."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from .child import RefusedError
from .table_grid import make_cell

SAMPLE_LETTERS = 20_000
LAST_LINE = "(the last line)"
WINDOWS_NOTE = "The file is not UTF-8 and was read as Windows text. Check quotation marks, dashes and accents below."


def decode(contents: bytes) -> tuple[str, list[str]]:
    """Return the text of a file in UTF-8, UTF-16 or as Windows writes it, and notes on that."""
    if contents.startswith((b"\xff\xfe", b"\xfe\xff")):  # as Excel saves “Unicode text”
        try:
            return contents.decode("utf-16"), []
        except UnicodeDecodeError as error:
            raise RefusedError(
                "The file is damaged. Save it again, as CSV UTF-8."
            ) from error
    try:
        return contents.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        if b"\0" in contents[:SAMPLE_LETTERS]:
            raise RefusedError(
                "This file is not text. Save it as CSV UTF-8, XLSX or DOCX."
            ) from None
        return contents.decode("cp1252", errors="replace"), [WINDOWS_NOTE]


def read_separated(text: str) -> dict[str, Any]:
    """Return the table in ``text``; text without a separator is paragraphs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    separator = find_separator(text)
    if not separator:
        return {
            "tables": [],
            "paragraphs": [line for line in text.split("\n") if line.strip()],
            "notes": [],
        }
    cells = []
    for row in split_rows(text, separator):
        cells.append(list(map(make_cell, row)))
    return {"tables": [{"name": "", "rows": cells}], "paragraphs": [], "notes": []}


def read_columns(text: str, columns: Sequence[str]) -> dict[str, Any]:
    """Return the ``columns`` of the table in ``text``, by the names in its first row.

    The lines of a cell stay as they are: an empty one can hold the place of a value
    that is not known.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    headings, *rows = split_rows(text, find_separator(text))
    for name in columns:
        if name not in headings:
            raise RefusedError(f"The column “{name}” is missing. Put its heading back.")
    places = [headings.index(name) for name in columns]
    cells = [[{"text": name} for name in columns]]
    for row in rows:
        padded = row + [""] * len(headings)
        cells.append([{"text": padded[place]} for place in places])
    return {"tables": [{"name": "", "rows": cells}], "paragraphs": [], "notes": []}


def split_rows(text: str, separator: str) -> list[list[str]]:
    """Return the cells of each row; refuse a quotation mark that is not closed."""
    file = io.StringIO(f"{text}\n{LAST_LINE}", newline="")
    try:
        # A cell of several lines is in quotation marks. Excel copies others with theirs
        # as they are.
        rows = list(csv.reader(file, delimiter=separator, strict=separator != "\t"))
    except csv.Error:
        rows = [[]]
    if rows.pop() != [LAST_LINE]:  # a cell took in the rows below it
        raise RefusedError(
            "A cell is too long, or a quotation mark is not closed, so this cannot be read as a table."
        )
    return list(filter(None, rows))


def find_separator(text: str) -> str:
    """Return the sign that separates the cells of the first line that has one; a sentence has none."""
    if "\t" in text[:SAMPLE_LETTERS]:
        return "\t"
    first_line = text.strip().split("\n")[0]
    if first_line.rstrip().endswith("."):
        return ""
    counts = {sign: first_line.count(sign) for sign in ";,"}
    most_used = max(counts, key=lambda sign: counts[sign])
    return most_used if counts[most_used] else ""
