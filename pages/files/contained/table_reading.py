"""Reads the tables, and the text around them, of a pasted page, a CSV file, a workbook or a Word document."""

import json
from typing import Any, BinaryIO

from .table_grid import refuse_too_much, tidy_rows


def run(given: BinaryIO, written: BinaryIO, kind: str, *columns: str) -> None:
    """Read all tables or, of text, only these ``columns`` of the one that it is."""
    if columns:
        from .text_tables import decode, read_columns

        text, notes = decode(given.read())
        found = read_columns(text, columns)
        found["notes"] = notes
        refuse_too_much(found["tables"], [])
    else:
        found = read_contents(given.read(), kind)
    written.write(json.dumps(found).encode())


def read_contents(contents: bytes, kind: str) -> dict[str, Any]:
    """Return the tables, paragraphs and notes of a file of ``kind``; refuse more than one go can take."""
    found = read_kind(contents, kind)
    tables = []
    for table in found["tables"]:
        if rows := tidy_rows(table["rows"]):
            tables.append({"name": table["name"], "rows": rows})
    refuse_too_much(tables, found["paragraphs"])
    return {**found, "tables": tables}


def read_kind(contents: bytes, kind: str) -> dict[str, Any]:
    # Each needs memory for what it imports, which the others do without.
    if kind == "xlsx":
        from .workbook_tables import read_workbook

        return read_workbook(contents)
    if kind == "docx":
        from .document_tables import read_document

        return read_document(contents)
    from .text_tables import decode, read_separated

    text, notes = decode(contents)
    if kind == "html":
        from .html_tables import read_html

        found = read_html(text)
    else:
        found = read_separated(text)
    found["notes"] = [*notes, *found["notes"]]
    return found
