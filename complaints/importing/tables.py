"""The tables of a source, and the text around them."""

from dataclasses import dataclass
from typing import Any


class UnreadableSourceError(ValueError):
    """The source cannot be read; the message tells the person what to do."""


@dataclass(frozen=True)
class SourceCell:
    """One cell as it shows."""

    text: str = ""
    colour: str = ""
    """The code of its background, such as ``#92D050``, or a name; empty for white."""
    struck: str = ""
    """What is struck through in it, which is not part of its text."""
    is_merged: bool = False
    """Whether a merged cell covers it.

    It then has the text of the cell above, or none.
    """

    @property
    def says_something(self) -> bool:
        """Return True if it has text other than a dash."""
        return self.text not in {"", "-", "–", "—"}


@dataclass
class SourceTable:
    """Rows of cells, all of one length."""

    label: str
    """What the screens call it: “Table 1”."""
    name: str
    """The name of its sheet, or the paragraph above it."""
    rows: list[list[SourceCell]]

    @property
    def width(self) -> int:
        return len(self.rows[0])

    def turned(self) -> "SourceTable":
        """Return the table with its columns as rows."""
        return SourceTable(
            self.label,
            self.name,
            [list(column) for column in zip(*self.rows, strict=True)],
        )


@dataclass
class Document:
    """All tables of a source, its other paragraphs, and notes on how it was read."""

    tables: list[SourceTable]
    paragraphs: list[str]
    notes: list[str]

    @classmethod
    def from_stored(cls, stored: dict[str, Any]) -> "Document":
        """Return what ``readers.read_source`` made, from the form in which it is stored."""
        tables = []
        for place, table in enumerate(stored["tables"], 1):
            rows = []
            for row in table["rows"]:
                rows.append([SourceCell(**cell) for cell in row])
            tables.append(SourceTable(f"Table {place}", table["name"], rows))
        return cls(tables, stored["paragraphs"], stored["notes"])
