"""The tables, headings and columns that a person chose."""

from __future__ import annotations

from dataclasses import dataclass, field

from .choices import ImportStep
from .meanings import OWN_HEADINGS, ColumnMeaning
from .options import CHOOSE, LEFT_OUT, Options
from .questions import ImportQuestion, ImportQuestions
from .tables import SourceCell, SourceTable

ROWS, COLUMNS = "rows", "columns"
DIRECTIONS: Options = (
    CHOOSE,
    (ROWS, "Each row is a recommendation or action"),
    (COLUMNS, "Each column is a recommendation"),
    (LEFT_OUT, "Exclude this table"),
)
MAX_HEADING_LINE = 8
HEADING_LINES: Options = (
    ("0", "No headings"),
    *(
        (str(number), f"Row or column {number}")
        for number in range(1, MAX_HEADING_LINE + 1)
    ),
)
WIDTH_OF_LABELS = 2
"""The width of a table that may have its headings at the left."""
MEANING_OPTIONS: Options = (CHOOSE, *ColumnMeaning.choices)
ADDRESSEE_OPTIONS: Options = tuple(
    option
    for option in MEANING_OPTIONS
    if option[0] in {"", ColumnMeaning.ADDRESSEES, ColumnMeaning.LEFT_OUT}
)
"""What a column of addressees can mean: whoever the report asked need not have responded."""


@dataclass
class ChosenColumn:
    """One column of a chosen table."""

    key: str
    """Its heading, by which it is asked about."""
    meaning: ColumnMeaning | None
    whose: str | None = None
    """Whose its cells are by its heading, or ``left_out``; ``None`` if it does not say."""


@dataclass
class ChosenRow:
    """One row below the headings."""

    table: ChosenTable
    place: str
    cells: list[tuple[ChosenColumn, SourceCell]]
    whose: str | None = None
    """Whose it is, if it says so."""

    def text_of(self, meaning: ColumnMeaning) -> str | None:
        """Return the text of the column with ``meaning``; ``None`` if there is no such column."""
        for column, cell in self.cells:
            if column.meaning == meaning:
                return cell.text if cell.says_something else ""
        return None


@dataclass
class ChosenTable:
    """A table that is read, turned so that its records are rows."""

    label: str
    name: str
    title: str
    """What is written above it, and across it above its headings."""
    columns: list[ChosenColumn] = field(default_factory=list)
    rows: list[ChosenRow] = field(default_factory=list)

    @property
    def is_understood(self) -> bool:
        """Return True if a person has said what a column is."""
        return any(
            column.meaning not in {None, ColumnMeaning.LEFT_OUT}
            for column in self.columns
        )


def choose_table(table: SourceTable, questions: ImportQuestions) -> ChosenTable | None:
    """Return a table that is read; ``None`` if it is excluded, or not yet known how.

    A document may have a small table for each recommendation. Those that begin alike
    are asked about once.
    """
    name = f"Table that begins with “{table.rows[0][0].text[:60]}”"
    question = ImportQuestion(
        ImportStep.TABLES, name, name, DIRECTIONS, is_required=True
    )
    if table.width > WIDTH_OF_LABELS:
        question.initial = ROWS
    direction = questions.ask(question, table.label)
    if direction == LEFT_OUT:
        return None
    question = ImportQuestion(
        ImportStep.TABLES,
        f"{name}: headings",
        "Which row or column has the headings?",
        HEADING_LINES,
        initial=suggested_heading_line(table),
        is_required=True,
    )
    line = questions.ask(question, table.label)
    if not direction or not line:
        return None
    return read_columns(table, direction, int(line), questions)


def suggested_heading_line(table: SourceTable) -> str:
    """Return the first row with two filled cells."""
    for number, row in enumerate(table.rows[:MAX_HEADING_LINE], 1):
        if sum(bool(cell.text) for cell in row) > 1:
            return str(number)
    return "1"


def read_columns(
    table: SourceTable, direction: str, heading_lines: int, questions: ImportQuestions
) -> ChosenTable:
    """Return the table with what each of its columns means."""
    kind = "row"
    if direction == COLUMNS:
        kind = "column"
        table = table.turned()
    above = table.rows[:heading_lines]
    below = table.rows[heading_lines:]
    chosen = ChosenTable(table.label, table.name, title=table.name)
    headings = [""] * table.width
    for cells in above:
        title = text_across(cells)
        if title:
            chosen.title = f"{chosen.title} {title}".strip()
        else:
            headings = add_headings(headings, cells)
    for place, heading in enumerate(headings):
        cells = [row[place] for row in below]
        chosen.columns.append(ask_about_column(chosen, heading, cells, questions))
    for number, cells in enumerate(below, heading_lines + 1):
        if cells not in above[-1:]:  # some repeat their headings on each page
            row = zip(chosen.columns, cells, strict=True)
            chosen.rows.append(
                ChosenRow(chosen, f"{table.label}, {kind} {number}", list(row))
            )
    return chosen


def text_across(cells: list[SourceCell]) -> str:
    """Return the text of a row across the whole table; nothing of any other row."""
    texts = [cell.text for cell in cells if cell.text]
    if len(texts) == 1 < len(cells):
        return texts[0]
    return ""


def add_headings(above: list[str], cells: list[SourceCell]) -> list[str]:
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


def ask_about_column(
    chosen: ChosenTable,
    heading: str,
    cells: list[SourceCell],
    questions: ImportQuestions,
) -> ChosenColumn:
    number = len(chosen.columns) + 1
    key = heading or f"Column {number}"
    if any(column.key == key for column in chosen.columns):
        key = f"{key} (column {number})"
    examples = dict.fromkeys(cell.text[:80] for cell in cells if cell.text)
    options = MEANING_OPTIONS
    if "addressee" in key.casefold():
        options = ADDRESSEE_OPTIONS
    question = ImportQuestion(
        ImportStep.COLUMNS,
        key,
        f"“{key}”",
        options,
        known=OWN_HEADINGS.get(key),
        help=" · ".join(list(examples)[:3]),
        is_required=True,
        is_saved=True,
    )
    answer = questions.ask(question, chosen.label)
    meaning = ColumnMeaning(answer) if answer else None
    return ChosenColumn(key, meaning)


def table_of_typed(
    typed: list[dict[str, str]], questions: ImportQuestions
) -> ChosenTable:
    """Return the rows that a person typed as a table, whose headings are our own."""
    used = set().union(*typed)
    meanings = [meaning for meaning in ColumnMeaning if meaning in used]
    rows = [[SourceCell(meaning.label) for meaning in meanings]]
    for texts in typed:
        rows.append([SourceCell(texts.get(meaning, "")) for meaning in meanings])
    return read_columns(SourceTable("Typed rows", "", rows), ROWS, 1, questions)
