"""Reads a source of any kind: a file, or what was pasted, which the page sends as a file too."""

import csv
import io
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from pages.files.contained import ContainedFailureError, read_office_text

from .tables import (
    MAX_COLUMNS,
    Line,
    Source,
    Table,
    UnreadableSourceError,
    is_own_data,
    leave_out_other_columns,
    tidy,
)

SKIPPED = {"head", "script", "style", "template", "noscript", "select", "textarea", "svg", "title"}
BLOCKS = re.compile(r"p|div|li|br|ul|ol|h[1-6]|tr|section|article|hr|d[ltd]|details|summary")
HEADINGS = re.compile(r"h[1-6]|dt|summary")
VOID = {"br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base", "embed", "source", "track"}
DELETED_TAGS = {"del", "s", "strike"}
DELETED_CLASSES = {"msodel", "msocommentreference", "msocomanchor"}
DELETED_STYLE = re.compile(
    r"line-through|mso-element:\s*comment|mso-hide|display:\s*none|visibility:\s*hidden", re.IGNORECASE
)
BOXES = {True: "☒ ", False: "☐ "}
"""What stands for a box, ticked or not: without it, all that may be ticked would be said."""
FOOTNOTE_MARK = re.compile(r"\s*[\[(]?(\d{1,3}|[a-z*†‡])[\])]?\s*")
MEASURE = re.compile(r"(?:\b10|\d\s?[ckm]?m)$")
"""What a raised number belongs to: “10⁶ people”, “30 m²”."""
MAX_CELLS = 60_000
MAX_TAGS = 300_000
TOO_MUCH = "This has too much markup or too many cells. Take the rows and columns of the plan, and no others."
DELETED_NOTE = "Text that is marked as deleted or hidden, and comments, were left out."
FOOTNOTE_NOTE = "The marks of footnotes were left out."


@dataclass
class _OpenTable:
    rows: list[list[str]] = field(default_factory=list)
    merged: set[tuple[int, int]] = field(default_factory=set)
    going_on: dict[int, tuple[int, str]] = field(default_factory=dict)
    """For each column the number of rows that a cell above still covers, and its text."""
    cells: int = 0

    def begin_row(self) -> None:
        self.rows.append([])
        self.fill_merged()

    def fill_merged(self) -> None:
        """Add the cells that go on from above, up to the first free column."""
        row = self.rows[-1]
        while (column := len(row)) in self.going_on:
            left, text = self.going_on.pop(column)
            row.append(text)
            self.merged.add((len(self.rows) - 1, column))
            self.count()
            if left > 1:
                self.going_on[column] = (left - 1, text)

    def add(self, text: str, columns: int, rows: int) -> None:
        if not self.rows:
            self.begin_row()
        first = len(self.rows[-1])
        for place in range(columns):
            self.rows[-1].append("" if place else text)
            self.count()
        if rows > 1:
            for place in range(columns):
                self.going_on[first + place] = (rows - 1, "" if place else text)
        self.fill_merged()

    def count(self) -> None:
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise UnreadableSourceError(TOO_MUCH)


class _Reader(HTMLParser):
    """Follows the tags without building a tree: no depth and no number of them matters."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Table | Line] = []
        self.skipping: list[str] = []
        self.has_deleted = self.has_footnotes = False
        self.raised_from = 0
        self.tables: list[_OpenTable] = []
        self.span = (1, 1)
        self.in_cell = False
        self.text: list[str] = []
        self.heading = False
        self.bold = self.bold_letters = 0
        self.link = ""
        self.link_from = 0
        self.tags = 0

    # Tags

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        if self.tags > MAX_TAGS:
            raise UnreadableSourceError(TOO_MUCH)
        if self.skipping:
            if tag == self.skipping[0]:
                self.skipping.append(tag)
            return
        attributes = {name: value or "" for name, value in attrs}
        deleted = self._is_deleted(tag, attributes)
        if tag in SKIPPED or deleted:
            self.has_deleted |= deleted
            self._skip(tag, attributes)
        elif tag == "table":
            self._begin_table()
        elif self.tables and tag in {"td", "th", "tr", "caption"}:
            self._begin_in_table(tag, attributes)
        else:
            self._begin_text(tag, attributes)

    def _skip(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in {"td", "th"} and len(self.tables) == 1:  # those beside it stay in their columns
            self._begin_in_table(tag, attributes)
            self._end_cell()
        if tag not in VOID:
            self.skipping.append(tag)

    @staticmethod
    def _is_deleted(tag: str, attributes: dict[str, str]) -> bool:
        classes = set(attributes.get("class", "").casefold().split())
        return bool(
            tag in DELETED_TAGS
            or "hidden" in attributes
            or classes & DELETED_CLASSES
            or DELETED_STYLE.search(attributes.get("style", ""))
        )

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            if tag == self.skipping[0]:
                self.skipping.pop()
        elif tag == "table" and self.tables:
            self._end_table()
        elif self.tables and tag in {"td", "th", "tr", "caption"}:
            if len(self.tables) == 1 and tag != "tr":
                self._end_cell()
        else:
            self._end_text(tag)

    # Tables; one within a cell is text of that cell

    def _begin_table(self) -> None:
        if not self.tables:
            self._end_line()
        self.tables.append(_OpenTable())

    def _end_table(self) -> None:
        if len(self.tables) == 1:
            self._end_cell()
        table = self.tables.pop()
        if self.tables:
            self.text.append("\n")
        elif table.rows:
            self.parts.append(Table(table.rows, table.merged))

    def _begin_in_table(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.tables) > 1:
            self.text.append("\n" if tag == "tr" else " ")
            return
        self._end_cell()
        if tag == "tr":
            self.tables[0].begin_row()
        else:
            self.in_cell, self.text = True, []
            self.span = (
                (_span(attributes, "colspan"), _span(attributes, "rowspan")) if tag != "caption" else (0, 0)
            )

    def _end_cell(self) -> None:
        if self.in_cell:
            self.tables[0].add(words_of("".join(self.text)), *self.span)
        self.in_cell, self.text = False, []

    # Text

    def _begin_text(self, tag: str, attributes: dict[str, str]) -> None:
        if BLOCKS.fullmatch(tag):
            self._break()
            self.heading = bool(HEADINGS.fullmatch(tag))
        elif tag in {"b", "strong"}:
            self.bold += 1
        elif tag == "a":
            self.link, self.link_from = attributes.get("href", ""), len(self.text)
        elif tag == "sup":
            self.raised_from = len(self.text)
        elif tag == "input" and attributes.get("type") in {"checkbox", "radio"}:
            self.text.append(BOXES["checked" in attributes])

    def _end_text(self, tag: str) -> None:
        if BLOCKS.fullmatch(tag):
            self._break()
        elif tag in {"b", "strong"}:
            self.bold = max(0, self.bold - 1)
        elif tag == "a" and self.link.startswith(("http://", "https://")):
            said = "".join(self.text[self.link_from :])
            if self.link not in said:
                self.text.append(f" ({self.link})")
            self.link = ""
        elif tag == "sup" and self._is_footnote_mark():
            del self.text[self.raised_from :]
            self.has_footnotes = True

    def _is_footnote_mark(self) -> bool:
        before, raised = "".join(self.text[: self.raised_from]), "".join(self.text[self.raised_from :])
        return bool(FOOTNOTE_MARK.fullmatch(raised) and not MEASURE.search(before))

    def handle_data(self, data: str) -> None:
        if self.skipping or (self.tables and not self.in_cell):
            return
        text = re.sub(r"\s+", " ", data)
        self.text.append(text)
        if self.bold:
            self.bold_letters += len(text.strip())

    def _break(self) -> None:
        if self.in_cell:
            self.text.append("\n")
        elif not self.tables:
            self._end_line()

    def _end_line(self) -> None:
        text = words_of("".join(self.text))
        if text:
            is_bold = self.bold_letters >= len(re.sub(r"\s", "", text)) * 0.8
            self.parts.append(Line(text, self.heading or is_bold))
        self.text, self.heading, self.bold_letters, self.link = [], False, 0, ""

    def close(self) -> None:
        super().close()
        while self.tables:
            self._end_table()
        self._end_line()


def _span(attributes: dict[str, str], name: str) -> int:
    value = attributes.get(name, "").strip()
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1
    return max(1, min(number, MAX_COLUMNS * 2 if name == "colspan" else 10_000))


def words_of(text: str) -> str:
    """Return the lines of a text, without what is empty."""
    lines = (" ".join(line.split()) for line in text.replace("\xa0", " ").split("\n"))
    return "\n".join(line for line in lines if line)


def read_html(html: str) -> Source:
    """Return the tables and lines of ``html``, without what is marked as deleted."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    notes = [(reader.has_deleted, DELETED_NOTE), (reader.has_footnotes, FOOTNOTE_NOTE)]
    return tidy(Source(reader.parts, [note for is_so, note in notes if is_so]))


WINDOWS_NOTE = (
    "The file is not UTF-8 and was read as Windows text. Check quotation marks, dashes and accents below."
)
SAMPLE_LETTERS = 20_000
LAST_LINE = "(the last line)"


def read_separated(text: str) -> Source:
    """Return the table of ``text``, in which tabs, commas or semicolons separate the cells."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    separator = _separator(text)
    file = io.StringIO(f"{text}\n{LAST_LINE}", newline="")
    try:
        # A cell of several lines stands in quotation marks. Excel copies others with theirs as they are.
        rows = list(csv.reader(file, delimiter=separator, strict=separator != "\t"))
    except csv.Error:
        rows = [[]]
    if rows.pop() != [LAST_LINE]:  # a cell took in the rows below it
        raise UnreadableSourceError(
            "A cell is too long, or a quotation mark is not closed: this cannot be read as a table."
        )
    if is_own_data(rows):
        return tidy(Source([Table(leave_out_other_columns(rows))]))
    return tidy(Source([Table([[words_of(cell) for cell in row] for row in rows])]))


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
