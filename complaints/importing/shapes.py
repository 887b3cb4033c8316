"""Finds the records of a plan: rows below headings, upright tables, and headed paragraphs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .columns import MOST_LETTERS_OF_A_HEADING, Meaning, find_date, heading_words, is_heading, meanings_of
from .tables import MAX_ROWS, Line, Source, Table, UnreadableSourceError
from .words import read_numbers, split_leading_number

ROWS_BEFORE_HEADINGS = 8
MOST_LETTERS_OF_A_LABEL = 60
TEXT_BELOW = "What stands below the heading"
NUMBER_ABOVE = "Recommendation"
"""The heading under which a number stands that is printed above a table or a text."""
LABELLED = re.compile(rf"([^:\n]{{2,{MOST_LETTERS_OF_A_LABEL}}}?)\s*:\s*(.*)", re.DOTALL)
LEAD_LINE = re.compile(
    r"(?:the )?((?:[a-z]+ ){0,3}lead(?: officer)?)(?: for [a-z ]{3,40})?\s*"
    r"(?::|–|-| is | will be )\s*(.{3,120})",
    re.IGNORECASE,
)
LEADS = {Meaning.EXECUTIVE_LEAD, Meaning.OPERATIONAL_LEAD}


@dataclass
class Record:
    """One row, one upright table, or the paragraphs below one heading."""

    place: str
    """Where it stands, as people count: “row 5”."""
    cells: dict[int, str]
    """Its texts, by the number of their heading."""
    merged: set[int] = field(default_factory=set)
    """The cells that go on from the row above."""


@dataclass
class Grid:
    """Records that have their headings in common."""

    headings: list[str]
    records: list[Record]
    has_headings: bool = True
    """Whether the headings are known to be some."""
    first_row: str = "headings"
    """What the first row is, where nobody knows: ``headings`` or ``content``."""

    def below(self, column: int) -> list[str]:
        """Return the cells of a column: those that go on from above once, none of rows that are a heading."""
        return [
            record.cells.get(column, "")
            for record in self.records
            if column not in record.merged and (len(record.cells) > 1 or len(self.headings) < 3)
        ]


@dataclass
class Shape:
    """The grids of a source, who leads the whole plan, and what was passed over."""

    grids: list[Grid]
    leads: list[tuple[Meaning, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def find_shape(source: Source, *, first_row_is_headings: bool | None = None) -> Shape:
    """Return the records of ``source``.

    Raises ``UnreadableSourceError`` if there are none, or more than one go takes. ``first_row_is_headings``
    is what a person says of a table whose headings are not known.
    """
    finder = _Finder(source, first_row_is_headings)
    finder.read()
    count = sum(len(grid.records) for grid in finder.grids)
    if not count:
        raise UnreadableSourceError(
            "There is no table here, and no heading such as “Recommendation 7”. Take the table of the plan "
            "with its row of headings."
        )
    if count > MAX_ROWS:
        raise UnreadableSourceError(
            f"The plan has {count:,} rows; one go takes {MAX_ROWS}. Take the first {MAX_ROWS} with the row "
            "of headings, save them, and go on with the next."
        )
    return Shape(finder.grids, finder.leads, finder.notes)


def is_label(text: str) -> bool:
    """Tell whether ``text`` is short and names what something is."""
    return len(text) <= MOST_LETTERS_OF_A_LABEL and is_heading(text)


class _Finder:
    def __init__(self, source: Source, first_row_is_headings: bool | None) -> None:
        self.source, self.first_row_is_headings = source, first_row_is_headings
        self.grids: list[Grid] = []
        self.leads: list[tuple[Meaning, str]] = []
        self.notes: list[str] = []
        self.upright = Grid([], [])
        self.prose = Grid([], [])
        self.number_above = ""
        """The last line before a table that names a recommendation."""
        self.label = ""
        self.tables = 0

    def read(self) -> None:
        has_headed_lines = any(isinstance(part, Line) and _begins_record(part) for part in self.source.parts)
        for part in self.source.parts:
            if isinstance(part, Table):
                self.tables += 1
                self._read_table(part)
            elif has_headed_lines:
                self._read_line(part)
            if isinstance(part, Line):
                self._read_lead(part)
        # A heading with nothing below it only names a table.
        self.prose.records = [
            record for record in self.prose.records if len(record.cells) > 1 or not self.tables
        ]
        for grid in (self.upright, self.prose):
            if grid.records:
                self.grids.append(grid)

    # Lines

    def _read_lead(self, line: Line) -> None:
        if self.prose.records or self.grids or self.upright.records:
            return
        found = LEAD_LINE.fullmatch(line.text)
        meanings = meanings_of(found[1])[0] if found else ()
        if found and meanings and meanings[0] in LEADS:
            self.leads.append((meanings[0], found[2].strip(" .")))

    def _read_line(self, line: Line) -> None:
        if _begins_record(line):
            self.number_above, self.label = line.text, ""
            self._add_record(self.prose, line.text, {NUMBER_ABOVE: line.text})
        elif self.prose.records:
            self._read_text(line)

    def _read_text(self, line: Line) -> None:
        text = line.text
        if labelled := LABELLED.fullmatch(text):
            if is_label(labelled[1]):
                self.label, text = labelled[1].strip(), labelled[2].strip()
        elif line.is_heading and is_label(text):
            self.label, text = text, ""
        if text:
            column = _column_of(self.prose, self.label or TEXT_BELOW)
            cells = self.prose.records[-1].cells
            cells[column] = f"{cells[column]}\n{text}" if column in cells else text

    @staticmethod
    def _add_record(grid: Grid, place: str, texts: dict[str, str]) -> None:
        cells = {_column_of(grid, heading): text for heading, text in texts.items() if text}
        grid.records.append(Record(f"“{place[:40]}”", cells))

    # Tables

    def _read_table(self, table: Table) -> None:
        headings_at = _find_heading_row(table)
        if _is_upright(table):
            self._read_upright(table)
        elif headings_at is not None:
            self._read_rows(table, headings_at)
        elif self.grids and self.grids[-1].has_headings and len(self.grids[-1].headings) == table.width:
            self._go_on(table)
        elif table.width > 1 and len(table.rows) > 1:
            self._read_unknown(table)
        else:
            self.notes.append(
                f"A table without rows below headings was passed over: “{table.rows[0][0][:60]}”."
            )

    def _go_on(self, table: Table) -> None:
        """Add the rows of a table that Word broke off, or a page did."""
        self.notes.append("A table without headings of its own was read as the rest of the one before.")
        self._add_rows(self.grids[-1], table, 0)

    def _read_rows(self, table: Table, headings_at: int) -> None:
        headings = _with_dates_above(table, headings_at)
        grid = next((each for each in self.grids if each.headings == headings), None)
        if not grid:
            grid = Grid(headings, [])
            self.grids.append(grid)
        self._add_rows(grid, table, headings_at + 1)

    def _read_unknown(self, table: Table) -> None:
        first = table.rows[0]
        looks_like_headings = all(len(cell) <= MOST_LETTERS_OF_A_LABEL for cell in first) and not any(
            read_numbers(cell) for cell in first
        )
        has_headings = (
            looks_like_headings if self.first_row_is_headings is None else self.first_row_is_headings
        )
        headings = first if has_headings else [f"Column {number}" for number in range(1, table.width + 1)]
        grid = Grid(
            list(headings), [], has_headings=False, first_row="headings" if has_headings else "content"
        )
        self.grids.append(grid)
        self._add_rows(grid, table, 1 if has_headings else 0)

    def _add_rows(self, grid: Grid, table: Table, first: int) -> None:
        place = f" of table {self.tables}" if len(self.source.tables) > 1 else ""
        for row in range(first, len(table.rows)):
            texts = table.rows[row]
            if texts == grid.headings[: len(texts)]:
                continue  # repeated at the top of a page
            cells = {column: text for column, text in enumerate(texts) if text}
            merged = {column for line, column in table.merged if line == row}
            if len(cells) == 1 and _begins_record(Line(next(iter(cells.values())), True)):
                self.number_above = next(iter(cells.values()))
                continue
            if self.number_above and not _names_number(grid.headings[: table.width]):
                cells[_column_of(grid, NUMBER_ABOVE)] = self.number_above
            grid.records.append(Record(f"row {row + 1}{place}", cells, merged))

    def _read_upright(self, table: Table) -> None:
        texts: dict[str, str] = {}
        first = ""

        def end_record() -> None:
            if texts:
                known = any(Meaning.NUMBER in meanings_of(heading)[0] for heading in texts)
                above = {NUMBER_ABOVE: self.number_above} if self.number_above and not known else {}
                self._add_record(self.upright, texts.get(first, "") or f"table {self.tables}", above | texts)
            texts.clear()

        for row in table.rows:
            label = row[0].strip().rstrip(":").strip()
            value = "\n".join(dict.fromkeys(cell for cell in row[1:] if cell))
            if (read_numbers(label) or _begins_record(Line(label, True))) and not value:
                end_record()
                self.number_above = label
                continue
            first = first or label
            if label in texts or (texts and heading_words(label) == heading_words(first)):
                end_record()
            if value:
                texts[label or TEXT_BELOW] = value
        end_record()


def _names_number(headings: Iterable[str]) -> bool:
    """Tell whether one of ``headings`` is that of a number, or of a recommendation, which may hold it."""
    return any({"number", "recommendation"} & set(heading_words(each)) for each in headings)


def _column_of(grid: Grid, heading: str) -> int:
    """Return the column with this heading, misspelt or not; a new one if there is none."""
    words = heading_words(heading)
    for place, known in enumerate(grid.headings):
        if known == heading or (
            words and heading_words(known) == words and find_date(known)[0] == find_date(heading)[0]
        ):
            return place
    grid.headings.append(heading)
    return len(grid.headings) - 1


def _begins_record(line: Line) -> bool:
    """Tell whether a line such as “Recommendation 7 – Train everybody” begins what is said of it."""
    text = line.text
    if not re.match(r"(recommendation|rec\b|action \d)", text, re.IGNORECASE):
        return False
    if read_numbers(text):
        return True
    return bool(split_leading_number(text)[0]) and (line.is_heading or len(text) <= MOST_LETTERS_OF_A_HEADING)


def _find_heading_row(table: Table) -> int | None:
    """Return the row, of the first few, in which the most headings are known; ``None`` if none has two."""
    best, most = None, 1
    for place, row in enumerate(table.rows[:ROWS_BEFORE_HEADINGS]):
        filled = [cell for cell in row if cell]
        known = [cell for cell in filled if len(cell) <= MOST_LETTERS_OF_A_HEADING and is_heading(cell)]
        is_fit = len(known) * 2 >= len(filled) and len(set(filled)) > 1 and not _has_number(filled)
        if is_fit and len(known) > most:
            best, most = place, len(known)
    return best


def _has_number(cells: Iterable[str]) -> bool:
    return any(read_numbers(cell) for cell in cells)


def _is_upright(table: Table) -> bool:
    """Tell whether the first column names what stands beside it, row by row."""
    if table.width < 2:
        return False
    labels = [row[0] for row in table.rows if row[0] and any(row[1:])]
    known = [label for label in labels if is_label(label)]
    different = {" ".join(heading_words(label)) for label in known}
    return len(different) >= 3 and len(known) >= len(labels) * 0.6


def _with_dates_above(table: Table, headings_at: int) -> list[str]:
    """Return the headings; where the row above spans them with a date, with that date."""
    headings = table.rows[headings_at]
    if not headings_at:
        return list(headings)
    above, dated, current = table.rows[headings_at - 1], [], ""
    for column, heading in enumerate(headings):
        if above[column]:
            current = above[column] if find_date(above[column])[0] else ""
        has_own = find_date(heading)[0] or (headings_at, column) in table.merged
        dated.append(f"{heading} {current}" if current and heading and not has_own else heading)
    return dated
