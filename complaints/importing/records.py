"""What a table says of each recommendation."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain

from complaints.vocabulary import ItemKind
from pages.core.partial_dates import PartialDate

from .meanings import ColumnMeaning
from .numbers import read_numbers
from .questions import ImportQuestions


@dataclass
class LeftOutRow:
    """A cell, row or table that is not taken, and why."""

    place: str
    heading: str
    text: str
    why: str = ""


@dataclass
class ImportedStatement:
    """What one cell says."""

    place: str
    meaning: ColumnMeaning
    heading: str
    text: str
    whose: str = ""
    """Who says or does it, one organisation a line; empty for what the report says."""
    code: str = ""
    """What a person chose that the text means; empty if nothing."""
    date: PartialDate | None = None
    """The date that the text is; or, of an update or response, the one that its heading gives."""

    def left_out(self, why: str) -> LeftOutRow:
        return LeftOutRow(self.place, self.heading, self.text, why)


StatementsByMeaning = dict[ColumnMeaning, list[ImportedStatement]]
"""What one organisation says in one row, by its meaning; an empty list of what it does not say."""


@dataclass
class ImportedLine:
    """One row of the force's table, as far as it is about one recommendation."""

    place: str
    statements: list[ImportedStatement] = field(default_factory=list)
    left_out: list[LeftOutRow] = field(default_factory=list)
    action_of: str = ""
    """What a person chose that a status without an action is about; empty if there is a column of actions."""

    def by_organisation(self) -> dict[str, StatementsByMeaning]:
        """Return what each organisation, or several together, say."""
        by_organisation: dict[str, StatementsByMeaning] = defaultdict(
            lambda: defaultdict(list)
        )
        for statement in self.statements:
            if statement.whose:
                by_organisation[statement.whose][statement.meaning].append(statement)
        return by_organisation


@dataclass
class ImportedRecord:
    """All rows about one recommendation."""

    name: str
    """Its kind and number, or its place in the table if it has none."""
    lines: list[ImportedLine] = field(default_factory=list)

    @property
    def kind(self) -> ItemKind:
        if self.name.startswith(ItemKind.ACTION.label):
            return ItemKind.ACTION
        return ItemKind.RECOMMENDATION

    @property
    def number(self) -> str:
        """The printed number; empty if it has none."""
        if read_numbers(self.name):
            return self.name.rpartition(" ")[2]
        return ""

    @property
    def left_out(self) -> list[LeftOutRow]:
        return list(chain.from_iterable(line.left_out for line in self.lines))

    def text_of(self, meaning: ColumnMeaning) -> str:
        """Return the first text of ``meaning``; empty if there is none."""
        for line in self.lines:
            for statement in line.statements:
                if statement.meaning == meaning:
                    return statement.text
        return ""


@dataclass
class ImportedPlan:
    """What a document says by the choices of a person."""

    questions: ImportQuestions
    records: list[ImportedRecord]
    left_out: list[LeftOutRow]
    """What belongs to no recommendation."""
