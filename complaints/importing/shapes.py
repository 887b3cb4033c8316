"""Finds the records of a plan: rows below headings, upright tables, and headed paragraphs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .columns import MOST_LETTERS_OF_A_HEADING, Meaning, find_date, heading_words, meanings_of
from .heading_rows import (
    MOST_LETTERS_OF_A_LABEL,
    OTHER_BODY,
    find_heading_row,
    headings_of,
    heads_what_follows,
    is_label,
    other_body_in,
)
from .tables import MAX_ROWS, Line, Source, Table, UnreadableSourceError
from .words import UNSURE_STATUSES, is_statement, plain_words, read_numbers, split_leading_number

TWO_LABELS_AND_TWO_VALUES = 4
TOTALS = {"total", "totals", "overall", "overall total", "sub total", "subtotal", "grand total"}
MOST_PASSED_OVER = 8
NAME_OF_SHEET = re.compile(r"sheet ?\d*|our own data", re.IGNORECASE)
"""Names that say nothing."""
TEXT_BELOW = "What stands below the heading"
NUMBER_ABOVE = "Recommendation"
"""The heading under which a number stands that is printed above a table or a text."""
LABELLED = re.compile(
    rf"([^:\n]{{2,{MOST_LETTERS_OF_A_LABEL}}}?)\s*:\s*(.*)|((?:\w+ ){{0,3}}\w+) [–—-] (.*)", re.DOTALL
)
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


class _Finder:
    def __init__(self, source: Source, first_row_is_headings: bool | None) -> None:
        self.source, self.first_row_is_headings = source, first_row_is_headings
        self.grids: list[Grid] = []
        self.leads: list[tuple[Meaning, str]] = []
        self.notes: list[str] = []
        self.passed_over: list[str] = []
        """Lines that are part of nothing that is read."""
        self.used: set[str] = set()
        """Those above a table that say its number."""
        self.line_above = self.whose = ""
        """The line just before a table, and words of a heading above records, that may say whose they are."""
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
                self.line_above = ""
                continue
            self.line_above = part.text
            if not self._read_lead(part) and not (has_headed_lines and self._read_line(part)):
                self.passed_over.append(part.text)
        # A heading with nothing below it only names a table.
        if self.tables:
            alone = [next(iter(each.cells.values())) for each in self.prose.records if len(each.cells) == 1]
            self.passed_over += [text for text in alone if text not in self.used and not read_numbers(text)]
            self.prose.records = [each for each in self.prose.records if len(each.cells) > 1]
        if texts := [each for each in dict.fromkeys(self.passed_over) if not NAME_OF_SHEET.fullmatch(each)]:
            begins = "; ".join(f"“{text[:MOST_LETTERS_OF_A_LABEL]}”" for text in texts[:MOST_PASSED_OVER])
            more = f", and {len(texts) - MOST_PASSED_OVER} more" if len(texts) > MOST_PASSED_OVER else ""
            self.notes.append(f"Passed over, because it stands outside of what is read: {begins}{more}.")
        for grid in (self.upright, self.prose):
            if grid.records:
                self.grids.append(grid)

    # Lines

    def _read_lead(self, line: Line) -> bool:
        if self.prose.records or self.grids or self.upright.records:
            return False
        found = LEAD_LINE.fullmatch(line.text)
        meanings = meanings_of(found[1])[0] if found else ()
        if found and meanings and meanings[0] in LEADS:
            self.leads.append((meanings[0], found[2].strip(" .")))
            return True
        return False

    def _read_line(self, line: Line) -> bool:
        text = line.text
        if _begins_record(line):
            self.number_above, self.label = text, ""
            self._add_record(self.prose, text, {NUMBER_ABOVE: text})
        elif line.is_heading and heads_what_follows(text) and (text.startswith("Rec") or not is_label(text)):
            self.whose = other_body_in(text)
            return False
        elif self.prose.records:
            self._read_text(line)
        return bool(self.prose.records)

    def _read_text(self, line: Line) -> None:
        text = line.text
        if line.is_heading and ":" not in text and not text.endswith(".") and is_label(text):
            self.label, text = text, ""
        elif labelled := LABELLED.fullmatch(text):
            label, rest = labelled[1] or labelled[3], labelled[2] or labelled[4] or ""
            if is_label(label) and not (labelled[3] and is_statement(label)):
                self.label, text = label.strip(), rest.strip()
        if text:
            column = _column_of(self.prose, f"{self.label or TEXT_BELOW}{self.whose}")
            cells = self.prose.records[-1].cells
            cells[column] = f"{cells[column]}\n{text}" if column in cells else text

    @staticmethod
    def _add_record(grid: Grid, place: str, texts: dict[str, str]) -> None:
        cells: dict[int, str] = {}
        for heading, text in texts.items():
            if text:
                column = _column_of(grid, heading)
                cells[column] = f"{cells[column]}\n{text}" if column in cells else text
        grid.records.append(Record(f"“{place[:40]}”", cells))

    # Tables

    def _read_table(self, table: Table) -> None:
        if all(row[0] and UNSURE_STATUSES.fullmatch(plain_words(row[0])) for row in table.rows):
            self.notes.append("A table that says what colours mean was passed over.")
            return
        if _is_upright(table):
            if _has_numbers_across(table):
                self._read_across(table)
                return
            several = [len(set(filter(None, values))) > 1 for _, values in _labelled_cells(table)]
            if sum(several) * 2 <= len(several):
                self._read_upright(table)
                return
        headings_at = find_heading_row(table)
        if headings_at is not None:
            self._read_rows(table, headings_at)
        elif self.grids and self.grids[-1].has_headings and len(self.grids[-1].headings) == table.width:
            # Word broke it off, or a page did.
            self.notes.append("A table without headings of its own was read as the rest of the one before.")
            self._add_rows(self.grids[-1], table, 0)
        elif table.width > 1 and len(table.rows) > 1:
            self._read_unknown(table)
        else:
            self.notes.append(
                f"A table without rows below headings was passed over: “{table.rows[0][0][:60]}”."
            )

    def _read_rows(self, table: Table, headings_at: int) -> None:
        for row in table.rows[:headings_at]:
            filled = [cell for cell in row if cell]
            if len(filled) == 1 and _begins_record(Line(filled[0], True)):
                self.number_above = filled[0]
            elif len(filled) == 1:
                self.line_above = filled[0]
                self.passed_over.append(filled[0])
        headings, first = headings_of(table, headings_at)
        self._add_rows(self._grid_of(headings, self.line_above), table, first)

    def _grid_of(self, headings: list[str], above: str = "") -> Grid:
        """Return the grid with these headings; below words that name another body, they name it, too."""
        headings = [f"{heading}{other_body_in(above)}" for heading in headings]
        grid = next((each for each in self.grids if each.headings == headings), None)
        if not grid:
            grid = Grid(headings, [])
            self.grids.append(grid)
        return grid

    def _read_across(self, table: Table) -> None:
        """Read a table that has a column for each recommendation, as if it had been turned."""
        rows = [
            [row[column] if column < len(row) else "" for row in table.rows] for column in range(table.width)
        ]
        rows[0][0] = rows[0][0] or NUMBER_ABOVE
        grid = Grid(list(rows[0]), [])
        self.grids.append(grid)
        self._add_rows(grid, Table(rows), 1, "column")

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

    def _add_rows(self, grid: Grid, table: Table, first: int, word: str = "row") -> None:
        place = f" of table {self.tables}" if len(self.source.tables) > 1 else ""
        ours = grid
        headings = table.rows[first - 1] if first else []
        for row in range(first, len(table.rows)):
            texts = table.rows[row]
            if texts == grid.headings[: len(texts)] or texts == headings:
                continue  # repeated at the top of a page
            cells = {column: text for column, text in enumerate(texts) if text}
            merged = {column for line, column in table.merged if line == row}
            if plain_words(next(iter(cells.values()), "")) in TOTALS:
                self.notes.append("A row of totals was left out.")
                continue
            if len(cells) == 1 and _begins_record(Line(next(iter(cells.values())), True)):
                self.number_above = next(iter(cells.values()))
                continue
            if list(cells) == [0] and _heads_rows(cells[0]):
                self.passed_over.append(cells[0])
                grid = self._grid_of(ours.headings, cells[0])
                continue
            if self.number_above and not _names_number(grid.headings[: table.width]):
                cells[_column_of(grid, NUMBER_ABOVE)] = self.number_above
                self.used.add(self.number_above)
            grid.records.append(Record(f"{word} {row + 1}{place}", cells, merged))

    def _read_upright(self, table: Table) -> None:
        texts: dict[str, str] = {}
        first, has_value = "", False

        def end_record() -> None:
            if texts or has_value:
                known = any(
                    Meaning.NUMBER in meanings_of(heading)[0] and split_leading_number(text)[0]
                    for heading, text in texts.items()
                )
                above = {NUMBER_ABOVE: self.number_above} if self.number_above and not known else {}
                self.used |= set(above.values())
                self._add_record(self.upright, texts.get(first, "") or f"table {self.tables}", above | texts)
            texts.clear()

        for label, values in _labelled_cells(table):
            value = "\n".join(dict.fromkeys(filter(None, values)))
            is_action = label.casefold().startswith("action")  # one of several of the same recommendation
            if not is_action and (read_numbers(label) or _begins_record(Line(label, True))):
                end_record()
                self.number_above, has_value = f"{label}: {value}" if value else label, bool(value)
                continue
            first = first or label
            if label in texts or (texts and heading_words(label) == heading_words(first)):
                end_record()
            if value:
                texts[f"{label or TEXT_BELOW}{other_body_in(self.line_above)}"], has_value = value, False
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


def _heads_rows(text: str) -> bool:
    """Tell whether a row of this text alone says whose the rows below are, and is no recommendation."""
    is_numbered = split_leading_number(text)[0] and not OTHER_BODY.search(text)
    return heads_what_follows(text) and not is_numbered


def _is_upright(table: Table) -> bool:
    """Tell whether the first column names what stands beside it, row by row."""
    if table.width < 2:
        return False
    labels = [row[0] for row in table.rows if row[0] and any(row[1:])]
    known = [label for label in labels if is_label(label) and not split_leading_number(label)[0]]
    different = {" ".join(heading_words(label)) for label in known}
    is_numbered = any(_begins_record(Line(label, True)) for label in labels)
    return len(different) + is_numbered >= 3 and len(known) >= len(labels) * 0.6


def _labelled_cells(table: Table) -> list[tuple[str, list[str]]]:
    """Return each label of an upright table with what stands beside it; a form may have two in a row."""
    found = []
    for row in table.rows:
        pairs = [(row[0], row[1:])]
        if len(row) == TWO_LABELS_AND_TWO_VALUES and is_label(row[2].rstrip(": ")):
            pairs = [(row[0], [row[1]]), (row[2], [row[3]])]
        found += [(label.strip().rstrip(":").strip(), values) for label, values in pairs]
    return found


def _has_numbers_across(table: Table) -> bool:
    """Tell whether the first row of an upright table has the numbers of several recommendations."""
    filled = [cell for cell in table.rows[0][1:] if cell]
    return len(filled) > 1 and all(map(read_numbers, filled))
