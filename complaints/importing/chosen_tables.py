"""The tables, headings and columns that a person chose."""

from __future__ import annotations

from dataclasses import dataclass, field

from .choices import Step
from .meanings import OWN_HEADINGS, Meaning
from .options import LEFT_OUT
from .questions import CHOOSE, Options, Question, Questions
from .tables import Cell, Document, Table

ROWS, COLUMNS = "rows", "columns"
DIRECTIONS: Options = (
    CHOOSE,
    (ROWS, "Each row is a recommendation or action"),
    (COLUMNS, "Each column is a recommendation"),
    (LEFT_OUT, "Exclude this table"),
)
NO_HEADINGS = "none"
MAX_HEADING_LINE = 8
WIDTH_OF_LABELS = 2
"""The width of a table that may have its headings at the left."""
MEANING_OPTIONS: Options = (CHOOSE, *Meaning.choices)
DATE_OF = {Meaning.UPDATE: Meaning.UPDATE_DATE, Meaning.RESPONSE: Meaning.RESPONSE_DATE}
"""Texts that have a date, and the columns that have it."""


@dataclass
class Column:
    """One column of a chosen table."""

    key: str
    """Its heading, by which it is asked about."""
    meaning: Meaning | None
    whose: str | None = None
    """Whose its cells are by its heading, or ``left_out``; ``None`` if it does not say."""
    needs_date: bool = False
    """Whether its texts have no date but one that its heading may name."""


@dataclass
class Row:
    """One row below the headings."""

    table: ChosenTable
    place: str
    cells: list[tuple[Column, Cell]]
    whose: str | None = None
    """Whose it is, if it says so."""
    colour: str = ""
    """The status that its colour means."""

    def text_of(self, meaning: Meaning) -> str | None:
        """Return the text of the column with ``meaning``; ``None`` if there is no such column."""
        for column, cell in self.cells:
            if column.meaning == meaning:
                return cell.text if cell.says_something else ""
        return None

    def only_text(self) -> str:
        """Return the text of a row across the whole table; nothing of any other row."""
        texts = [cell.text for _, cell in self.cells if cell.text]
        return texts[0] if len(texts) == 1 < len(self.cells) else ""


@dataclass
class ChosenTable:
    """A table that is read, turned so that its records are rows."""

    label: str
    name: str
    title: str = ""
    """What is written above it, and across it above its headings."""
    columns: list[Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def is_understood(self) -> bool:
        """Whether a person has said what a column is."""
        return any(column.meaning not in {None, Meaning.LEFT_OUT} for column in self.columns)

    def add_row(self, place: str, cells: list[Cell]) -> None:
        self.rows.append(Row(self, place, list(zip(self.columns, cells, strict=True))))


def choose_tables(document: Document, typed: list[dict[str, str]], questions: Questions) -> list[ChosenTable]:
    """Return the tables that are read, as far as it is known how.

    A document may have a small table for each recommendation. Those that begin alike are asked about once.
    """
    chosen = []
    for table in document.tables:
        name = f"Table that begins with “{table.rows[0][0].text[:60]}”"
        direction = ask_direction(name, table, questions)
        if direction == LEFT_OUT:
            continue
        line = ask_heading_line(name, table, questions)
        if direction and line:
            chosen.append(read_columns(table, direction, line, questions))
    if typed:
        chosen.append(read_columns(table_of_typed(typed), ROWS, "1", questions))
    return chosen


def ask_direction(name: str, table: Table, questions: Questions) -> str | None:
    question = Question(
        Step.TABLES,
        name,
        name,
        options=DIRECTIONS,
        is_required=True,
    )
    if table.width > WIDTH_OF_LABELS:
        question.initial = ROWS
    return questions.ask(question, table.label)


def ask_heading_line(name: str, table: Table, questions: Questions) -> str | None:
    options = [(NO_HEADINGS, "No headings")]
    for number in range(1, min(len(table.rows), MAX_HEADING_LINE) + 1):
        options.append((str(number), f"Row or column {number}"))
    question = Question(
        Step.TABLES,
        f"{name}: headings",
        "Which row or column has the headings?",
        options=tuple(options),
        initial=str(suggested_heading_line(table)),
        is_required=True,
    )
    return questions.ask(question, table.label)


def suggested_heading_line(table: Table) -> int:
    """Return the first row with two filled cells."""
    for number, row in enumerate(table.rows[:MAX_HEADING_LINE], 1):
        if sum(bool(cell.text) for cell in row) > 1:
            return number
    return 1


def read_columns(table: Table, direction: str, line: str, questions: Questions) -> ChosenTable:
    """Return the table with what each of its columns means."""
    kind = "row"
    if direction == COLUMNS:
        kind = "column"
        table = table.turned()
    number_of_headings = 0
    if line != NO_HEADINGS:
        number_of_headings = int(line)
    above = table.rows[:number_of_headings]
    below = table.rows[number_of_headings:]
    chosen = ChosenTable(table.label, table.name, table.name)
    for place, heading in enumerate(read_headings(chosen, table.width, above)):
        cells = [row[place] for row in below]
        column = ask_about_column(chosen, heading, cells, questions)
        chosen.columns.append(column)
    meanings = {column.meaning for column in chosen.columns}
    for column in chosen.columns:
        if column.meaning in DATE_OF:
            column.needs_date = DATE_OF[column.meaning] not in meanings
    for number, row in enumerate(below, number_of_headings + 1):
        if row not in above[-1:]:  # some repeat their headings on each page
            chosen.add_row(f"{table.label}, {kind} {number}", row)
    return chosen


def read_headings(chosen: ChosenTable, width: int, rows: list[list[Cell]]) -> list[str]:
    """Return the heading of each column, and add what is written across the table to its title."""
    headings = [""] * width
    for cells in rows:
        texts = [cell.text for cell in cells if cell.text]
        if len(texts) == 1 < width:
            chosen.title = f"{chosen.title} {texts[0]}".strip()
        else:
            headings = add_headings(headings, cells)
    return headings


def add_headings(above: list[str], cells: list[Cell]) -> list[str]:
    """Return the headings of the columns with those of one more row: “Completion: Planned”."""
    headings = []
    covering = ""
    for before, cell in zip(above, cells, strict=True):
        if cell.text or not cell.is_merged:
            covering = cell.text
        heading = " ".join(covering.split())
        if before and heading and heading != before:
            heading = f"{before}: {heading}"
        headings.append(heading or before)
    return headings


def ask_about_column(chosen: ChosenTable, heading: str, cells: list[Cell], questions: Questions) -> Column:
    key = heading or f"Column {len(chosen.columns) + 1}"
    if any(column.key == key for column in chosen.columns):
        key = f"{key} (column {len(chosen.columns) + 1})"
    examples = dict.fromkeys(cell.text[:80] for cell in cells if cell.text)
    question = Question(
        Step.COLUMNS,
        key,
        f"“{key}”",
        options=MEANING_OPTIONS,
        known=OWN_HEADINGS.get(key),
        help=" · ".join(list(examples)[:3]),
        is_required=True,
        is_saved=True,
    )
    answer = questions.ask(question, chosen.label)
    return Column(key, Meaning(answer) if answer else None)


def table_of_typed(typed: list[dict[str, str]]) -> Table:
    """Return the rows that a person typed as a table, whose headings are our own."""
    meanings = [meaning for meaning in Meaning if any(meaning in texts for texts in typed)]
    rows = [[Cell(meaning.label) for meaning in meanings]]
    for texts in typed:
        rows.append([Cell(texts.get(meaning, "")) for meaning in meanings])
    return Table("Typed rows", "", rows)
