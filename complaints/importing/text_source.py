"""Reads tables from text: cells separated by tabs, as spreadsheets copy them, and CSV."""

import csv
import io

from .html_source import words_of
from .own_data import is_own_data, leave_out_other_columns
from .tables import Source, Table, UnreadableSourceError, tidy

WINDOWS_NOTE = (
    "The file is not UTF-8 and was read as Windows text. Check quotation marks, dashes and accents below."
)
SAMPLE_LETTERS = 20_000


def read_separated(text: str, notes: list[str] | None = None) -> Source:
    """Return the table of ``text``, in which tabs, commas or semicolons separate the cells."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    try:
        # A cell of several lines stands in quotation marks.
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    except csv.Error as error:
        raise UnreadableSourceError(
            "A cell is too long, or a quotation mark is not closed: this cannot be read as a table."
        ) from error
    if is_own_data(rows):
        return tidy(Source([Table(leave_out_other_columns(rows))], notes or []))
    return tidy(Source([Table([[words_of(cell) for cell in row] for row in rows])], notes or []))


def _separator(text: str) -> str:
    """Return the sign that separates the cells of the first line that has one."""
    for line in text[:SAMPLE_LETTERS].split("\n"):
        counts = {sign: line.count(sign) for sign in "\t;,"}
        if any(counts.values()):
            return max(counts, key=lambda sign: counts[sign])
    return "\t"


def decode(contents: bytes) -> tuple[str, list[str]]:
    """Return the text of a file in UTF-8, UTF-16 or as Windows writes it, and what to say of that."""
    if contents.startswith((b"\xff\xfe", b"\xfe\xff")):  # as Excel saves “Unicode text”
        try:
            return contents.decode("utf-16"), []
        except UnicodeDecodeError as error:
            raise UnreadableSourceError("The file is damaged. Save it once more, as CSV UTF-8.") from error
    try:
        return contents.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        if b"\0" in contents[:SAMPLE_LETTERS]:
            raise UnreadableSourceError(
                "This file is not text. Save it as CSV UTF-8, XLSX or DOCX."
            ) from None
        return contents.decode("cp1252", errors="replace"), [WINDOWS_NOTE]
