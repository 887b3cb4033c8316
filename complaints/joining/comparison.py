"""What the forces say of one recommendation, side by side and counted.

What is missing is said of the data, never of the force. Forces and commissioners are counted apart, and only
those that the recommendation asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from complaints.catalogue.records import CHIEF_CONSTABLES, COMMISSIONERS, Item, Report
from complaints.vocabulary import DONE_STATES, FINISHED_STATES, OrganisationKind, Position, State
from pages.core.partial_dates import PartialDate

from .copies import Copy
from .reading import Answer, Entry

KINDS = {
    CHIEF_CONSTABLES: (OrganisationKind.POLICE_FORCE, "Forces"),
    COMMISSIONERS: (OrganisationKind.COMMISSIONER, "Police and crime commissioners"),
}
STATES, POSITIONS = dict(State.choices), dict(Position.choices)
SAYING_NOTHING = frozenset({"", State.NOT_ANSWERED, State.AWAITING, State.DEADLINE_PASSED})
NO_POSITION = frozenset({"", Position.AWAITING, Position.NOT_STATED})


@dataclass(frozen=True)
class Row:
    """What the data of one force says of a recommendation, for those of one kind."""

    force: str
    copy: Copy
    entry: Entry | None
    answer: Answer | None

    @property
    def is_answered(self) -> bool:
        answer = self.answer
        return bool(
            answer
            and (answer.words or answer.state not in SAYING_NOTHING or answer.position not in NO_POSITION)
        )

    @property
    def day(self) -> str:
        """The day of the data, in words."""
        day = self.entry.day if self.entry else ""
        return PartialDate.parse(day).words if day else self.copy.words_of_day

    @property
    def missing(self) -> str:
        """What is said of its data if there is nothing to compare; empty if there is."""
        if not self.day:
            return "Its data could not be read"
        if not self.entry:
            return "No entry in its data"
        if self.entry.withdrawn_on:
            return f"Taken down on {PartialDate.parse(self.entry.withdrawn_on).words} in its data"
        return "" if self.is_answered else "No answer in its data"

    @property
    def state_label(self) -> str:
        return STATES.get(self.answer.state if self.answer else "", "No status in its data")

    @property
    def position_label(self) -> str:
        return POSITIONS.get(self.answer.position if self.answer else "", "")

    @property
    def said_on(self) -> PartialDate | None:
        return PartialDate.parse(self.answer.said_on) if self.answer and self.answer.said_on else None


@dataclass(frozen=True)
class Group:
    """The forces, or their commissioners, of whom a recommendation asks something."""

    name: str
    rows: list[Row]

    @cached_property
    def counts(self) -> list[tuple[str, int]]:
        """How many say what; whoever let a date pass may also have accepted."""
        answers = [row.answer for row in self.rows if row.answer and row.is_answered]
        positions = [answer.position for answer in answers]
        return [
            ("answered", len(answers)),
            ("accepted", positions.count(Position.ACCEPTED)),
            ("accepted in part", positions.count(Position.ACCEPTED_IN_PART)),
            ("not accepted", positions.count(Position.NOT_ACCEPTED)),
            ("done", sum(answer.state in DONE_STATES for answer in answers)),
            ("past a date", sum(_is_past_a_date(row) for row in self.rows)),
            ("no answer in the data", len(self.rows) - len(answers)),
        ]


@dataclass(frozen=True)
class ComparedItem:
    """One recommendation of the catalogue with what every force's data says of it."""

    report: Report
    item: Item
    groups: list[Group]

    @property
    def identifier(self) -> str:
        return f"{self.report.identifier}/{self.item.identifier}"

    @property
    def heading(self) -> str:
        return f"{self.item.kind.capitalize()} {self.item.number}".strip()


def compare(report: Report, copies: Iterable[Copy]) -> list[ComparedItem]:
    """Return the recommendations of ``report`` that ask forces or their commissioners, compared."""
    found = [
        (force, copy, {each.identifier: each for each in copy.entries if each.force == force})
        for copy in copies
        for force in copy.forces
    ]
    found.sort(key=lambda each: each[0].casefold())
    return [
        ComparedItem(
            report,
            item,
            [
                Group(
                    name,
                    [
                        _row(force, copy, entries.get(f"{report.identifier}/{item.identifier}"), kind)
                        for force, copy, entries in found
                    ],
                )
                for asked, (kind, name) in KINDS.items()
                if asked in item.addressees
            ],
        )
        for item in report.recommendations
    ]


def _row(force: str, copy: Copy, entry: Entry | None, kind: str) -> Row:
    answers = [each for each in (entry.answers if entry else ()) if each.kind == kind]
    own = [each for each in answers if each.name == force] or answers
    return Row(force, copy, entry, own[0] if own else None)


def _is_past_a_date(row: Row) -> bool:
    return bool(row.answer and row.answer.passed_since and row.answer.state not in FINISHED_STATES)
