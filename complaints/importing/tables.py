"""What a source holds: tables of cells, the lines around them, and our own data among them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from complaints.vocabulary import POSITION_LABELS, POSITION_NOT_ENTERED, Knowledge

from .columns import LABELS, Meaning

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

    def to_json(self) -> str:
        """Return what a form can carry to the next request."""
        stored = {"notes": self.notes, "parts": [vars(part) for part in self.parts]}
        return json.dumps(stored, ensure_ascii=False, default=sorted)

    @classmethod
    def from_json(cls, text: str) -> Source:
        """Return the source that ``to_json`` described; raise ``UnreadableSourceError`` for anything else."""
        try:
            stored = json.loads(text)
            source = cls([_part(each) for each in stored["parts"]], [str(note) for note in stored["notes"]])
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise UnreadableSourceError(
                "What was read is no longer whole. Paste or choose it again."
            ) from error
        return tidy(source)


def _part(stored: Any) -> Table | Line:
    if "text" in stored:
        return Line(str(stored["text"]), bool(stored["is_heading"]))
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


OWN_COLUMNS = {"id", "super_complaint", "kind", "number", "title"}
"""The columns by which our data are known."""
ONCE = {
    "title": Meaning.TITLE,
    "summary": Meaning.SUMMARY,
    "wording": Meaning.WORDING,
}
OF_THE_ANSWER = {
    "response_position_label": Meaning.POSITION,
    "response_reason": Meaning.REASON,
    "response_date": Meaning.ANSWER_DATE,
    "response_text": Meaning.ANSWER,
}
OF_AN_ACTION = {
    "action_title": Meaning.ACTION,
    "action_owner": Meaning.OWNER,
    "action_status_label": Meaning.STATUS,
    "action_due_date": Meaning.DUE,
    "action_completed": Meaning.COMPLETED,
    "action_closed": Meaning.CLOSED,
}
WORDS_IN_PLACE_OF = {"action_due_date": "action_due_words", "action_completed": "action_completed_words"}
"""Columns with the words that stand where there is no date."""
NOT_ENTERED_LABELS = frozenset({POSITION_LABELS[POSITION_NOT_ENTERED], Knowledge.NOT_ENTERED.label})
OF_AN_UPDATE = {"progress_update_text": Meaning.UPDATE, "progress_update_as_at": Meaning.AS_AT}
TAKEN = [
    Meaning.NUMBER,
    *ONCE.values(),
    *(Meaning.ADDRESSEES, Meaning.DEADLINE),
    *OF_THE_ANSWER.values(),
    *OF_AN_ACTION.values(),
    *OF_AN_UPDATE.values(),
]
READ_COLUMNS = {
    *OWN_COLUMNS,
    *ONCE,
    *OF_THE_ANSWER,
    *OF_AN_ACTION,
    *OF_AN_UPDATE,
    *WORDS_IN_PLACE_OF.values(),
    *("addressees", "addressees_printed", "deadline", "deadline_printed"),
    *("url", "respondent_name", "response_covers", "response_jointly_with"),
}
EMPTY_LINE = "–"
NOTE = (
    "This is the data of a section like this one. Leads, evidence, answers of others and to a whole report, "
    "and what is worked out are not taken from it."
)


def is_own_data(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names the columns of our data."""
    return bool(rows) and set(rows[0]) >= OWN_COLUMNS


def leave_out_other_columns(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the columns of our data of which something is taken, which is less than a table may have."""
    places = [place for place, name in enumerate(rows[0]) if name in READ_COLUMNS]
    return [[keep_lines(row[place]) if place < len(row) else "" for place in places] for row in rows]


def keep_lines(cell: str) -> str:
    """Return a cell whose lines are a list, with a mark in the place of those that are empty."""
    lines = cell.split("\n")
    return "\n".join(line.strip() or EMPTY_LINE for line in lines) if len(lines) > 1 else cell.strip()


def take_own_rows(source: Source, super_complaint: str, our_force: str) -> Source:
    """Return the rows of ``super_complaint`` as a plan if ``source`` is our own data, else ``source``."""
    table = source.tables[0] if source.tables else None
    if not table or not is_own_data(table.rows):
        return source
    records = [dict(zip(table.rows[0], row, strict=False)) for row in table.rows[1:]]
    # What other bodies alone are asked may have no page here.
    ours = [
        each
        for each in records
        if each["super_complaint"] == super_complaint and each["number"] and each.get("url", "known")
    ]
    rows = [row for record in ours for row in _rows_of(record, our_force)]
    if not rows:
        raise UnreadableSourceError("This file has nothing of this super-complaint.")
    headings = [LABELS[meaning] for meaning in TAKEN]
    content = [[row.get(meaning, "") for meaning in TAKEN] for row in rows]
    return Source([Line("Our own data"), Table([headings, *content])], [*source.notes, NOTE])


def _rows_of(record: Mapping[str, str], our_force: str) -> Iterator[dict[Meaning, str]]:
    number = f"Action {record['number']}" if record["kind"] == "action" else record["number"]
    first = {meaning: record.get(name, "") for name, meaning in ONCE.items()}
    first[Meaning.ADDRESSEES] = record.get("addressees", "") or record.get("addressees_printed", "")
    first[Meaning.DEADLINE] = record.get("deadline_printed", "") or record.get("deadline", "")
    respondents = _lines(record, "respondent_name")
    place = respondents.index(our_force) if our_force in respondents else None
    is_alone = not any(_line(record, name, place) for name in ("response_covers", "response_jointly_with"))
    if place is not None and is_alone:
        first |= {meaning: _line(record, name, place) for name, meaning in OF_THE_ANSWER.items()}
    yield {Meaning.NUMBER: number, **first}
    for columns in (OF_AN_ACTION, OF_AN_UPDATE):
        lists = [_values(record, name) for name in columns]
        for cells in zip(*(each + [""] * (max(map(len, lists)) - len(each)) for each in lists), strict=True):
            yield {Meaning.NUMBER: number, **dict(zip(columns.values(), cells, strict=True))}


def _lines(record: Mapping[str, str], name: str) -> list[str]:
    text = record.get(name, "")
    return ["" if line == EMPTY_LINE else line for line in text.split("\n")] if text else []


def _values(record: Mapping[str, str], name: str) -> list[str]:
    """Return the lines of a column, or the words that stand in their place; nothing for “not entered”."""
    values = ["" if line in NOT_ENTERED_LABELS else line for line in _lines(record, name)]
    words = _lines(record, WORDS_IN_PLACE_OF.get(name, ""))
    if len(words) == len(values):
        return [value or its_words for value, its_words in zip(values, words, strict=True)]
    return values or words


def _line(record: Mapping[str, str], name: str, place: int | None) -> str:
    lines = _values(record, name)
    return lines[place] if place is not None and place < len(lines) else ""
