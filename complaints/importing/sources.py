"""Reads a source of any kind: a file, or what was pasted, which the page sends as a file too."""

from pages.files.contained import ContainedFailureError, read_office_text

from .html_source import read_html
from .tables import Line, Source, Table, UnreadableSourceError, tidy
from .text_source import decode, read_separated

MAX_BYTES = 10 * 1024 * 1024
KINDS = {
    "html": "html",
    "htm": "html",
    "txt": "text",
    "tsv": "text",
    "csv": "text",
    "xlsx": "xlsx",
    "docx": "docx",
}
ACCEPTED = ".xlsx,.docx,.csv,.txt,.html"
OTHER_KINDS = {
    "xls": "Save it as XLSX, and take that.",
    "doc": "Save it as DOCX, and take that.",
    "xlsm": "It may run macros. Save it as XLSX, and take that.",
    "docm": "It may run macros. Save it as DOCX, and take that.",
    "pdf": "Take the file that it was made from, or copy the table out of it and paste it.",
    "ods": "Save it as XLSX or CSV, and take that.",
    "odt": "Save it as DOCX, and take that.",
}


def refuse_size(size: int) -> None:
    """Raise ``UnreadableSourceError`` if a file is too large to be opened at all."""
    if size > MAX_BYTES:
        raise UnreadableSourceError(
            f"The file has {size / 1024 / 1024:.0f} MB; at most {MAX_BYTES // 1024 // 1024} MB are opened. "
            "Copy the table alone into a new file: without pictures it is small."
        )


def read_source(name: str, contents: bytes) -> Source:
    """Return the tables and lines of a file of this name; raise ``UnreadableSourceError`` with what to do."""
    refuse_size(len(contents))
    ending = name.rpartition(".")[2].casefold()
    kind = KINDS.get(ending)
    if not kind:
        hint = OTHER_KINDS.get(ending, "Take an XLSX, DOCX or CSV file, or paste the table.")
        raise UnreadableSourceError(f"This kind of file is not read here. {hint}")
    if not contents.strip():
        raise UnreadableSourceError("The file is empty.")
    if kind in {"xlsx", "docx"}:
        return _read_office(kind, contents)
    text, notes = decode(contents)
    source = read_html(text) if kind == "html" else read_separated(text)
    source.notes += notes
    return source


def _read_office(kind: str, contents: bytes) -> Source:
    try:
        read = read_office_text(contents, kind)
    except ContainedFailureError as error:
        raise UnreadableSourceError(str(error)) from error
    if kind == "docx":
        source = read_html(read["html"])
    else:
        parts: list[Table | Line] = []
        for sheet in read["tables"]:
            parts += [Line(sheet["name"]), Table(sheet["rows"], {(row, at) for row, at in sheet["merged"]})]
        source = tidy(Source(parts))
    source.notes += read["notes"]
    return source
