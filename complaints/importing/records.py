"""What a table says of each recommendation."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from complaints.vocabulary import ItemKind
from pages.core.partial_dates import PartialDate

from .meanings import OF_AN_ACTION, Meaning
from .numbers import read_numbers
from .questions import Options, Questions


@dataclass
class Known:
    """What is known beside the document."""

    today: datetime.date
    organisations: Sequence[str] = ()
    """The names of organisations that can be chosen."""
    our_force: str = ""
    recommendations: Options = ()
    """The names of the recommendations that are here already, each with its title."""
    report: PartialDate | None = None
    """When the report was published."""
    saved: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Answers given at earlier tables."""


@dataclass
class Statement:
    """What one cell says."""

    meaning: Meaning
    heading: str
    text: str
    whose: str = ""
    """Who says or does it, one organisation a line; empty for what the report says."""
    code: str = ""
    """What a person chose that the text means; empty if nothing."""
    date: PartialDate | None = None
    """The date that the text is; or, of an update or response, the one that its heading gives."""


@dataclass
class LeftOut:
    """A cell, row or table that is not taken, and why."""

    place: str
    heading: str
    text: str
    why: str = ""


@dataclass
class Line:
    """One row of the force's table, as far as it is about one recommendation."""

    place: str
    statements: list[Statement] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    action_of: str = ""
    """What a person chose that a status without an action is about; empty if there is a column of actions."""

    def find(self, meaning: Meaning) -> Statement | None:
        for statement in self.statements:
            if statement.meaning == meaning:
                return statement
        return None

    @property
    def is_about_an_action(self) -> bool:
        return any(statement.meaning in OF_AN_ACTION for statement in self.statements)

    def leave_out(self, heading: str, text: str, why: str) -> None:
        self.left_out.append(LeftOut(self.place, heading, text, why))

    def by_organisation(self) -> dict[str, dict[Meaning, list[Statement]]]:
        """Return what each organisation, or several together, say, by its meaning."""
        found: dict[str, dict[Meaning, list[Statement]]] = {}
        for each in self.statements:
            if each.whose:
                found.setdefault(each.whose, {}).setdefault(each.meaning, []).append(each)
        return found


@dataclass
class Record:
    """All rows about one recommendation."""

    name: str
    """Its kind and number, or its place in the table if it has none."""
    lines: list[Line] = field(default_factory=list)

    @property
    def kind(self) -> ItemKind:
        if self.number and self.name.startswith(ItemKind.ACTION.label):
            return ItemKind.ACTION
        return ItemKind.RECOMMENDATION

    @property
    def number(self) -> str:
        """The printed number; empty if it has none."""
        return self.name.rpartition(" ")[2] if read_numbers(self.name) else ""

    @property
    def left_out(self) -> list[LeftOut]:
        return [each for line in self.lines for each in line.left_out]

    @property
    def problems(self) -> list[str]:
        return [problem for line in self.lines for problem in line.problems]

    def find(self, meaning: Meaning) -> Statement | None:
        """Return the first statement of ``meaning``."""
        for line in self.lines:
            found = line.find(meaning)
            if found:
                return found
        return None


@dataclass
class Plan:
    """What a document says by the choices of a person."""

    questions: Questions
    records: list[Record]
    left_out: list[LeftOut]
    """What belongs to no recommendation."""
