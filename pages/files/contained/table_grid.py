"""The cells of a table that is read row by row, and the limits of what is read in one go.

A cell is a dictionary with its ``text`` and, where there is any, its ``colour``, the
text that is ``struck`` through, and ``is_merged`` for a cell that a merged one covers.
"""

import re
from typing import Any

from .child import RefusedError

Cell = dict[str, Any]

MAX_CELLS = 60_000
MAX_COLUMNS = 60
MAX_ROWS = 300
MAX_LETTERS = 1_000_000
"""The most text over all tables and paragraphs: about three thousand letters for each row."""
TOO_MANY_CELLS = (
    "This has too many cells. Copy only the table of the plan and upload that."
)
NO_COLOURS = {
    "",
    "auto",
    "none",
    "transparent",
    "inherit",
    "initial",
    "window",
    "white",
    "#FFFFFF",
}


def make_cell(text: str, colour: str = "", struck: str = "") -> Cell:
    """Return a cell with the details that it has."""
    cell = {"text": tidy_text(text)}
    if colour not in NO_COLOURS:
        cell["colour"] = colour
    if tidy_text(struck):
        cell["struck"] = tidy_text(struck)
    return cell


def tidy_text(text: str) -> str:
    """Return the lines of ``text`` without empty ones and without spaces around them."""
    lines = []
    for line in text.replace("\xa0", " ").splitlines():
        words = " ".join(line.split())
        if words:
            lines.append(words)
    return "\n".join(lines)


def colour_code(text: str) -> str:
    """Return a colour of a style as it is compared: ``#92D050``, or its name."""
    colour = text.strip().lower()
    if numbers := re.fullmatch(r"rgb\((\d{1,3}), ?(\d{1,3}), ?(\d{1,3})\)", colour):
        red, green, blue = (min(int(number), 255) for number in numbers.groups())
        return f"#{red:02X}{green:02X}{blue:02X}"
    if re.fullmatch(r"#[0-9a-f]{3}", colour):
        colour = "#" + "".join(letter * 2 for letter in colour[1:])
    if re.fullmatch(r"#[0-9a-f]{6}", colour):
        return colour.upper()
    return colour if re.fullmatch(r"[a-z]{3,20}", colour) else ""


class TableGrid:
    """Rows of cells, in which a merged cell covers others to its right and below."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.number_of_cells = 0
        self.covered: dict[int, tuple[int, Cell]] = {}
        """For each column the number of rows that a cell above still covers, and what they show."""

    def begin_row(self) -> None:
        self.rows.append([])
        self._add_covered_cells()

    def add(self, cell: Cell, columns: int = 1, rows: int = 1) -> None:
        """Add ``cell``.

        What it covers below shows its text, what it covers to the right is empty.
        """
        if not self.rows:
            self.begin_row()
        for place in range(columns):
            shown = {"text": "", "is_merged": True} if place else cell
            if rows > 1:
                self.covered[len(self.rows[-1])] = (
                    rows - 1,
                    {**shown, "is_merged": True},
                )
            self._append(shown)
        self._add_covered_cells()

    def add_covered_by_cell_above(self, columns: int = 1) -> None:
        """Add cells that show what the row above shows there."""
        above = self.rows[-2] if len(self.rows) > 1 else []
        for _ in range(columns):
            place = len(self.rows[-1])
            shown = above[place] if place < len(above) else {"text": ""}
            self._append({**shown, "is_merged": True})

    def _add_covered_cells(self) -> None:
        row = self.rows[-1]
        while len(row) in self.covered:
            column = len(row)
            rows_left, shown = self.covered.pop(column)
            self._append(shown)
            if rows_left > 1:
                self.covered[column] = (rows_left - 1, shown)

    def _append(self, cell: Cell) -> None:
        self.number_of_cells += 1
        if self.number_of_cells > MAX_CELLS:
            raise RefusedError(TOO_MANY_CELLS)
        self.rows[-1].append(cell)


def tidy_rows(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Return ``rows`` of equal length, without empty rows and columns."""
    kept_rows = []
    for row in rows:
        if any(cell["text"] or "struck" in cell for cell in row):
            kept_rows.append(row)
    kept_columns = []
    for column in range(max(map(len, kept_rows), default=0)):
        cells = [row[column] for row in kept_rows if column < len(row)]
        if any(cell["text"] or "struck" in cell or "colour" in cell for cell in cells):
            kept_columns.append(column)
    if len(kept_columns) > MAX_COLUMNS:
        raise RefusedError(
            f"The table has {len(kept_columns):,} columns with content. At most {MAX_COLUMNS} can be read. "
            "Delete the columns that are not part of the plan."
        )
    tidied = []
    for row in kept_rows:
        cell_at = dict(enumerate(row))
        tidied.append([cell_at.get(column, {"text": ""}) for column in kept_columns])
    return tidied


def refuse_too_much(tables: list[dict[str, Any]], paragraphs: list[str]) -> None:
    """Refuse more rows or text than one go can take."""
    number_of_rows = sum(len(table["rows"]) for table in tables)
    if number_of_rows > MAX_ROWS:
        raise RefusedError(
            f"This has {number_of_rows} rows. The most you can upload at once is {MAX_ROWS}. "
            "Upload it in two halves, each with the heading row."
        )
    letters = sum(map(len, paragraphs))
    for table in tables:
        letters += len(table["name"])
        for row in table["rows"]:
            letters += sum(
                len(cell["text"]) + len(cell.get("struck", "")) for cell in row
            )
    if letters > MAX_LETTERS:
        raise RefusedError(
            "This is more text than you can upload at once. "
            "Upload it in two halves, each with the heading row."
        )
