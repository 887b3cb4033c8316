"""What a source holds, before anybody asks what it means: tables of cells, and the lines around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MAX_COLUMNS = 60
MAX_ROWS = 300
"""The most rows that are read in one go, over all tables of a source."""
MAX_LETTERS = 1_000_000
"""The most text of a source: three thousand letters in each of the most rows. Forms carry it."""


class UnreadableSourceError(ValueError):
    """The source cannot be read; the message tells the person what to do."""


@dataclass
class Table:
    """Rows of cells. A cell that goes on from the one above has its text, and stands in ``merged``."""

    rows: list[list[str]]
    merged: set[tuple[int, int]] = field(default_factory=set)
    """Row and column of each cell that goes on from the one above."""

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True)
class Line:
    """A paragraph outside of tables."""

    text: str
    is_heading: bool = False


@dataclass
class Source:
    """Tables and lines in their order, and what the person should know of how they were read."""

    parts: list[Table | Line]
    notes: list[str] = field(default_factory=list)

    @property
    def tables(self) -> list[Table]:
        return [part for part in self.parts if isinstance(part, Table)]

    @property
    def lines(self) -> list[Line]:
        return [part for part in self.parts if isinstance(part, Line)]

    def as_json(self) -> dict[str, Any]:
        """Return what a form can carry to the next request."""
        return {
            "notes": self.notes,
            "parts": [
                [part.text, part.is_heading]
                if isinstance(part, Line)
                else {"rows": part.rows, "merged": sorted(part.merged)}
                for part in self.parts
            ],
        }

    @classmethod
    def from_json(cls, stored: Any) -> Source:
        """Return the source that ``as_json`` described; raise ``UnreadableSourceError`` for anything else."""
        try:
            source = cls([_part(each) for each in stored["parts"]], [str(note) for note in stored["notes"]])
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableSourceError(
                "What was read is no longer whole. Paste or choose it again."
            ) from error
        return tidy(source)


def _part(stored: Any) -> Table | Line:
    if isinstance(stored, list):
        text, is_heading = stored
        return Line(str(text), bool(is_heading))
    rows = [[str(cell) for cell in row] for row in stored["rows"]]
    return Table(rows, {(int(row), int(column)) for row, column in stored["merged"]})


def tidy(source: Source) -> Source:
    """Return the source without empty rows, columns and lines; refuse one that is too large."""
    parts = [_tidy_table(part) if isinstance(part, Table) else part for part in source.parts]
    kept = [part for part in parts if (part.rows if isinstance(part, Table) else part.text.strip())]
    letters = sum(
        sum(len(cell) for row in part.rows for cell in row) if isinstance(part, Table) else len(part.text)
        for part in kept
    )
    if letters > MAX_LETTERS:
        raise UnreadableSourceError(
            "This is more text than one go can take. Take the first half of the rows, then the second, each "
            "with the row of headings."
        )
    return Source(kept, source.notes)


def _tidy_table(table: Table) -> Table:
    kept_rows = [place for place, row in enumerate(table.rows) if any(cell.strip() for cell in row)]
    kept_columns = [
        column
        for column in range(table.width)
        if any(len(row) > column and row[column].strip() for row in table.rows)
    ]
    if len(kept_columns) > MAX_COLUMNS:
        raise UnreadableSourceError(
            f"The table has {len(kept_columns):,} columns with content; at most {MAX_COLUMNS} can be read. "
            "Delete the columns that are no part of the plan."
        )
    new_row = {old: new for new, old in enumerate(kept_rows)}
    new_column = {old: new for new, old in enumerate(kept_columns)}
    return Table(
        [
            [
                table.rows[row][column].strip() if column < len(table.rows[row]) else ""
                for column in kept_columns
            ]
            for row in kept_rows
        ],
        {
            (new_row[row], new_column[column])
            for row, column in table.merged
            if row in new_row and column in new_column
        },
    )
