"""What a plan says of each recommendation, and what a person has to say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from complaints.vocabulary import ItemKind
from pages.core.partial_dates import PartialDate

from .cells import Question, Said
from .columns import Column, Meaning, settle, signature, understand
from .shapes import Grid


@dataclass
class Report:
    """An answer, or a progress update, with its date."""

    text: Said
    date: Said | PartialDate | None = None


@dataclass
class ActionLine:
    """What the row of an action says."""

    text: Said | None = None
    said: dict[Meaning, Said] = field(default_factory=dict)

    def get(self, meaning: Meaning) -> Said | None:
        return self.said.get(meaning)


@dataclass
class Item:
    """What the plan says of one recommendation."""

    number: str
    kind: str = ItemKind.RECOMMENDATION
    said: dict[Meaning, Said] = field(default_factory=dict)
    answers: list[Report] = field(default_factory=list)
    updates: list[Report] = field(default_factory=list)
    actions: list[ActionLine] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """Why its rows cannot be taken as they are: each names the cell."""


@dataclass(frozen=True)
class Unplaced:
    """Text of a cell that goes nowhere."""

    place: str
    heading: str
    text: str
    why: str


@dataclass
class ReadGrid:
    """A grid with what its columns mean."""

    grid: Grid
    columns: list[Column]
    is_remembered: bool = False

    @property
    def signature(self) -> str:
        return signature(self.grid.headings)

    @property
    def is_understood(self) -> bool:
        return all(column.meaning for column in self.columns)


def read_columns(
    grid: Grid, chosen: Sequence[str] | None, remembered: Mapping[str, Sequence[str]]
) -> ReadGrid:
    """Return what the columns of ``grid`` mean: as a person chose, now or at a table of the same headings."""
    cells = [grid.below(column) for column in range(len(grid.headings))]
    columns = understand(grid.headings, cells)
    known = remembered.get(signature(grid.headings)) if grid.has_headings or any(grid.headings) else None
    codes = chosen or known
    if codes and len(codes) == len(columns):
        for column, code in zip(columns, codes, strict=True):
            column.meaning = Meaning(code) if code in set(Meaning) else None
            column.why_asked = "" if column.meaning else column.why_asked or "Say what it is."
            column.replaced_by, column.holds_numbers = "", False
        settle(columns, cells)
    elif not grid.has_headings:
        for column in columns:
            column.meaning, column.why_asked = None, "Nothing above the rows says what it is."
    return ReadGrid(grid, columns, is_remembered=bool(known) and not chosen)


@dataclass
class Plan:
    """What was read, what a person has to say, and what went nowhere."""

    grids: list[ReadGrid]
    items: list[Item] = field(default_factory=list)
    joint: list[Item] = field(default_factory=list)
    """The answers that a row gives to several recommendations; their number is “1, 4 and 5”."""
    questions: list[Question] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    leads: dict[Meaning, Said] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    """What was passed over as a whole."""

    @property
    def is_understood(self) -> bool:
        """Whether every column is; nothing else is read before."""
        return all(grid.is_understood for grid in self.grids)

    @property
    def open_questions(self) -> list[Question]:
        return [question for question in self.questions if not question.answer]
