"""Reads a file, or what was pasted, in a process of its own."""

import re
from typing import Any

from pages.files.contained import ContainedFailureError, read_tables

from .tables import UnreadableSourceError

MAX_BYTES = 10 * 1024 * 1024
TOO_LARGE = (
    "The file is larger than 10 MB, the most that is opened. Copy the table alone into a new file: without "
    "pictures it is small."
)
KINDS = {
    "html": "html",
    "htm": "html",
    "txt": "text",
    "tsv": "text",
    "csv": "text",
    "xlsx": "xlsx",
    "docx": "docx",
}
OPEN_DATA = re.compile(rb"(?:\xef\xbb\xbf)?id[,;\t]availability[,;\t]")
"""How our own ``recommendations.csv`` begins, also if a spreadsheet has saved it."""
OPEN_DATA_COLUMNS = (
    "id",
    "last_published",
    "action_title",
    "action_status",
    "action_status_words",
    "action_owner",
    "action_due_date",
    "action_completed",
)
"""What is read of it."""
ACCEPTED = ".xlsx,.docx,.csv,.txt,.html"
OTHER_KINDS = {
    "xls": "Save it as XLSX and upload that.",
    "doc": "Save it as DOCX and upload that.",
    "xlsm": "It may run macros. Save it as XLSX and upload that.",
    "docm": "It may run macros. Save it as DOCX and upload that.",
    "pdf": "Upload the file that it was made from, or copy the table and paste it.",
    "ods": "Save it as XLSX or CSV and upload that.",
    "odt": "Save it as DOCX and upload that.",
}


def read_source(name: str, contents: bytes) -> dict[str, Any]:
    """Return tables, paragraphs and notes of a file of this name, in the form in which they are stored.

    Of our own open data, return only the columns that plan sheets can take. Raises
    ``UnreadableSourceError`` with what to do.
    """
    if len(contents) > MAX_BYTES:
        raise UnreadableSourceError(TOO_LARGE)
    ending = name.rpartition(".")[2].casefold()
    kind = KINDS.get(ending)
    if not kind:
        hint = OTHER_KINDS.get(
            ending, "Upload an XLSX, DOCX or CSV file, or paste the table."
        )
        raise UnreadableSourceError(f"This kind of file cannot be read. {hint}")
    if not contents.strip():
        raise UnreadableSourceError("The file is empty.")
    try:
        columns: tuple[str, ...] = ()
        if kind == "text" and OPEN_DATA.match(contents):
            columns = OPEN_DATA_COLUMNS
        found = read_tables(contents, kind, columns=columns)
    except ContainedFailureError as error:
        raise UnreadableSourceError(str(error)) from error
    if not found["tables"] and not found["paragraphs"]:
        raise UnreadableSourceError(
            "There is no table and no text in this. Upload an XLSX, DOCX or CSV file."
        )
    return found
