"""Reads a plan sheet that was filled in, from the tables of a file."""

from dataclasses import dataclass, field

from complaints.importing.tables import Document, SourceTable

from .columns import SheetColumn
from .plan import HELP

MAX_HEADING_LINE = 8
MIN_HEADINGS = len(SheetColumn) // 2
"""How many of our headings a row has at least, if it is that of a plan sheet."""


@dataclass
class FilledRow:
    """One row of a sheet that was filled in."""

    source: str
    """The name of the file."""
    number: int
    """Its place in the table, counted from 1."""
    texts: dict[SheetColumn, str]

    @property
    def place(self) -> str:
        """How the screens call it: “plan.xlsx, row 5 (Recommendation 7)”."""
        name = self.texts[SheetColumn.NUMBER] or self.texts[SheetColumn.RECOMMENDATION]
        place = f"{self.source}, row {self.number}"
        if name:
            return f"{place} ({name})"
        return place


@dataclass
class FilledSheet:
    """All sheets of one file."""

    source: str
    rows: list[FilledRow] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    """What was not read."""
    problems: list[str] = field(default_factory=list)
    """Why it cannot be read."""


def read_plan_sheet(source: str, document: Document) -> FilledSheet | None:
    """Return what ``document`` says; ``None`` if none of its tables is a plan sheet."""
    sheet = FilledSheet(
        source, notices=[f"{source}: {note}" for note in document.notes]
    )
    is_plan = False
    for table in document.tables:
        line = find_headings(table)
        if line is not None:
            is_plan = True
            read_rows(sheet, table, line)
        elif table.name != HELP:
            sheet.notices.append(f"{source}: the sheet “{table.name}” was ignored.")
    return sheet if is_plan else None


def find_headings(table: SourceTable) -> int | None:
    """Return the place of the row with our headings; ``None`` if there is none."""
    for place, row in enumerate(table.rows[:MAX_HEADING_LINE]):
        if len({cell.text for cell in row}.intersection(SheetColumn)) >= MIN_HEADINGS:
            return place
    return None


def read_rows(sheet: FilledSheet, table: SourceTable, line: int) -> None:
    """Add the rows below the headings, if all headings are there."""
    headings = [cell.text for cell in table.rows[line]]
    unknown = [
        heading for heading in headings if heading and heading not in set(SheetColumn)
    ]
    note_problems_of_headings(sheet, headings, unknown)
    if sheet.problems:
        return
    for heading in unknown:
        sheet.notices.append(f"{sheet.source}: the column “{heading}” was ignored.")
    places = {column: headings.index(column) for column in SheetColumn}
    for number, row in enumerate(table.rows[line + 1 :], line + 2):
        texts = {column: row[place].text for column, place in places.items()}
        if any(texts.values()):
            sheet.rows.append(FilledRow(sheet.source, number, texts))


def note_problems_of_headings(
    sheet: FilledSheet, headings: list[str], unknown: list[str]
) -> None:
    """Add what is missing among the headings, and what is there twice."""
    others = ""
    if unknown:
        others = f" These headings are not known: {'; '.join(unknown)}."
    for column in SheetColumn:
        if column not in headings:
            sheet.problems.append(
                f"{sheet.source}: the column “{column}” is missing.{others} Put the heading “{column}” back."
            )
        if headings.count(column) > 1:
            sheet.problems.append(
                f"{sheet.source}: there are two columns “{column}”. Delete one of them."
            )
