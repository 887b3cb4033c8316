"""Compares what the forces say of each recommendation.

What is missing is said of the data, never of the force. Forces and commissioners are
counted apart, and only those that the recommendation asks.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import TextChoices
from django.utils.text import slugify

from complaints.catalogue.reader import IDENTIFIER, read_catalogue
from complaints.catalogue.records import (
    CHIEF_CONSTABLES,
    COMMISSIONERS,
    CatalogueRecommendation,
    CatalogueReport,
)
from complaints.data import fields
from complaints.data.values import NO_RESPONSE
from complaints.status.bars import BarPart, list_bar_parts
from complaints.vocabulary import (
    DeadlineKind,
    DetailedStatus,
    ItemKind,
    OrganisationKind,
    Position,
    Status,
)
from pages.core.partial_dates import PartialDate

from .copies import ForceCopy, JoinedRecommendation, JoinedResponse

FORCES_ASKED = 43
"""The forces of England and Wales that “chief constables” means."""
LONGEST_IDENTIFIER = 150
"""As long as the identifiers of our own sites can be."""
KINDS = {
    CHIEF_CONSTABLES: (OrganisationKind.POLICE_FORCE, "Forces"),
    COMMISSIONERS: (OrganisationKind.COMMISSIONER, "Police and crime commissioners"),
}
DETAILED_STATUS_LABELS, POSITIONS = (
    dict(DetailedStatus.choices),
    dict(fields.POSITION.labels),
)


class MissingReason(TextChoices):
    """Why the data of a force has no status for a recommendation.

    Each says something of its data alone.
    """

    NO_STATUS = "no_status", "No status in its data"
    TAKEN_DOWN = "taken_down", "Taken down in its data"
    NO_ENTRY = "no_entry", "No entry in its data"
    NO_COMMISSIONER = "no_commissioner", "No commissioner in its data"
    COULD_NOT_BE_READ = "could_not_be_read", "Its data could not be read"

    @property
    def counted_words(self) -> str:
        """The words that follow a number, as those of a status do."""
        return COUNTED_MISSING_WORDS[self]

    @property
    def short_label(self) -> str:
        """The label in a table whose text says that it is about the data."""
        return SHORT_MISSING_LABELS[self]


COUNTED_MISSING_WORDS = {
    MissingReason.NO_STATUS: "with no status in the data",
    MissingReason.TAKEN_DOWN: "taken down in the data",
    MissingReason.NO_ENTRY: "with no entry in the data",
    MissingReason.NO_COMMISSIONER: "with no commissioner in the data",
    MissingReason.COULD_NOT_BE_READ: "with data that could not be read",
}
SHORT_MISSING_LABELS = {
    MissingReason.NO_STATUS: "No status",
    MissingReason.TAKEN_DOWN: "Taken down",
    MissingReason.NO_ENTRY: "No entry",
    MissingReason.NO_COMMISSIONER: "No commissioner",
    MissingReason.COULD_NOT_BE_READ: "Could not be read",
}
WITHOUT_RESPONSE = {"", NO_RESPONSE, Position.AWAITING.value}
"""The positions of which nothing else is published.

The status of one may be that a deadline has passed.
"""
PASSED_LIMITS: dict[str, str] = {
    DeadlineKind.DEADLINE: "the deadline was {date}",
    DeadlineKind.DEADLINE_IN_WORDS: "the deadline has passed",
    DeadlineKind.DUE_DATE: "its own due date was {date}",
    DeadlineKind.RESPOND_BY: "the deadline to respond was {date}",
}


@dataclass(frozen=True)
class ForceRow:
    """What the data of one force says of a recommendation, for those of one kind."""

    force: str
    copy: ForceCopy
    entry: JoinedRecommendation | None
    answer: JoinedResponse | None
    could_be_read: bool = True
    has_such_a_body: bool = True
    """Whether the data names a body of this kind: not every force has a commissioner."""

    @property
    def day(self) -> str:
        """The day that is known of what is shown: that of the entry or, where there is none, of the data."""
        if not self.could_be_read:
            return ""
        if not self.entry:
            return self.copy.words_of_day
        if not self.entry.day:
            return ""
        return PartialDate.parse(self.entry.day).words

    @property
    def status(self) -> Status | MissingReason:
        """One of the seven statuses, or why there is none: nothing else is concluded from an empty field."""
        if not self.could_be_read:
            return MissingReason.COULD_NOT_BE_READ
        if not self.has_such_a_body:
            return MissingReason.NO_COMMISSIONER
        if not self.entry:
            return MissingReason.NO_ENTRY
        if self.entry.withdrawn_on:
            return MissingReason.TAKEN_DOWN
        if self.answer and self.answer.status in Status.values:
            return Status(self.answer.status)
        return MissingReason.NO_STATUS

    @property
    def missing(self) -> str:
        """What is said of its data if there is nothing to compare; empty if there is."""
        if self.status == MissingReason.TAKEN_DOWN and self.entry:
            return f"Taken down on {PartialDate.parse(self.entry.withdrawn_on).words} in its data"
        has_answer = self.status == MissingReason.NO_STATUS and self.answer is not None
        if isinstance(self.status, Status) or has_answer:
            return ""
        return self.status.label

    @property
    def status_label(self) -> str:
        """The status in words; where the data has only a detailed code, that of the code."""
        if (
            self.answer
            and self.status == MissingReason.NO_STATUS
            and self.answer.detailed_status in DETAILED_STATUS_LABELS
        ):
            return DETAILED_STATUS_LABELS[self.answer.detailed_status]
        return str(self.status.label)

    @property
    def status_code(self) -> str:
        """The status for its label; empty where there is none."""
        return self.status if isinstance(self.status, Status) else ""

    @property
    def detail(self) -> str:
        """Which date has passed, as far as its data says so."""
        if not self.answer:
            return ""
        words = PASSED_LIMITS.get(self.answer.passed_limit, "")
        if "{date}" not in words:
            return words
        if not self.answer.passed_date:
            return ""
        return words.format(date=PartialDate.parse(self.answer.passed_date).words)

    @property
    def has_spoken(self) -> bool:
        """Return True if the data has something of the organisation, and not only that it will respond."""
        if self.missing or not self.answer or self.status == Status.RESPONSE_MISSING:
            return False
        return self.answer.position not in WITHOUT_RESPONSE

    @property
    def position_label(self) -> str:
        if not self.answer:
            return ""
        return POSITIONS.get(self.answer.position, "")

    @property
    def said_on(self) -> PartialDate | None:
        if self.answer and self.answer.said_on:
            return PartialDate.parse(self.answer.said_on)
        return None


@dataclass(frozen=True)
class CountedRows:
    """The forces, or their commissioners, of whom a recommendation asks something.

    It may also have the rows of one force about several recommendations.
    """

    name: str
    rows: list[ForceRow]

    @property
    def anchor(self) -> str:
        """The name of its place on the page of a recommendation."""
        return slugify(self.name)

    @property
    def total(self) -> int:
        return len(self.rows)

    @cached_property
    def counts(self) -> list[BarPart]:
        """How many have which status.

        Each row counts once: the sum is the number of the rows.
        """
        number = Counter(row.status for row in self.rows)
        return list_bar_parts(
            {status: number[status] for status in (*Status, *MissingReason)}
        )

    @cached_property
    def position_counts(self) -> list[tuple[str, int]]:
        """How many of those whose data says anything accept: the sum is the number of these."""
        number = Counter(row.position_label for row in self.rows if not row.missing)
        return [
            (label, number[label])
            for label in (*POSITIONS.values(), "")
            if number[label]
        ]

    @property
    def listed(self) -> int:
        """How many are compared here: without those whose data names no such body."""
        return sum(row.status != MissingReason.NO_COMMISSIONER for row in self.rows)

    @property
    def spoken(self) -> int:
        """How many have published a response, an action or an update, by their data."""
        return sum(row.has_spoken for row in self.rows)

    @property
    def unreadable(self) -> int:
        return sum(row.status == MissingReason.COULD_NOT_BE_READ for row in self.rows)

    @property
    def not_listed(self) -> int | None:
        """How many of those that were asked are not compared here; ``None`` if that is not known."""
        if self.name != KINDS[CHIEF_CONSTABLES][1]:
            return None
        return max(FORCES_ASKED - self.listed, 0)


@dataclass(frozen=True)
class ComparedItem:
    """One recommendation with what every force's data says of it."""

    report: CatalogueReport | None
    """The report in the catalogue; ``None`` for what the catalogue does not have."""
    item: CatalogueRecommendation
    groups: list[CountedRows]
    identifier: str

    @property
    def heading(self) -> str:
        return f"{self.item.kind.capitalize()} {self.item.number}".strip()

    def group_called(self, name: str) -> CountedRows | None:
        """Return the group with ``name``; ``None`` if the recommendation does not ask it."""
        for group in self.groups:
            if group.name == name:
                return group
        return None

    @property
    def is_part(self) -> bool:
        return bool(self.item.kind == ItemKind.PART or self.item.number_of_whole)

    @property
    def short_name(self) -> str:
        """The number or, without one, the words of the identifier: “Screening”."""
        return self.item.number or self.item.identifier.replace("-", " ").capitalize()


@dataclass
class ForceData:
    """What all sources together say of one force."""

    name: str
    copies: list[ForceCopy] = field(default_factory=list)
    entries: dict[str, list[tuple[ForceCopy, JoinedRecommendation]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """The entries by the identifier of their item: there may be two names for one, and two sources."""
    dropped: set[str] = field(default_factory=set)
    """The identifiers of what could not be read."""
    has_commissioner: bool = False

    def add(self, copy: ForceCopy) -> None:
        self.copies.append(copy)
        for entry in copy.entries:
            if not self.is_named(entry.force):
                continue
            self.entries[entry.item_identifier].append((copy, entry))
            for answer in entry.answers:
                if answer.kind == OrganisationKind.COMMISSIONER:
                    self.has_commissioner = True
        for entry in copy.dropped:
            if self.is_named(entry.force):
                self.dropped.add(entry.item_identifier)

    def is_named(self, name: str) -> bool:
        """Return True if ``name`` is its name, whatever the case of its letters."""
        return name.casefold() == self.name.casefold()

    @property
    def could_be_read(self) -> bool:
        return any(copy.day for copy in self.copies)

    def row_for(self, names: Collection[str], kind: str) -> ForceRow:
        """Return what the data says of the item that has ``names``, for the force or its commissioner."""
        rows = []
        known = self._known(kind)
        for name in names:
            for copy, entry in self.entries.get(name, []):
                answer = _answer_of(entry, self.name, kind)
                rows.append(ForceRow(self.name, copy, entry, answer, **known))
        if rows:
            return min(rows, key=_how_little_it_says)
        if not self.dropped.isdisjoint(names):
            known["could_be_read"] = False
        return ForceRow(self.name, self.copies[0], None, None, **known)

    def _known(self, kind: str) -> dict[str, bool]:
        needs_commissioner = kind == OrganisationKind.COMMISSIONER
        return {
            "could_be_read": self.could_be_read,
            "has_such_a_body": self.has_commissioner or not needs_commissioner,
        }


def list_forces(copies: Iterable[ForceCopy]) -> list[ForceData]:
    """Return the forces by name, each once, however many sources have data of it."""
    forces: dict[str, ForceData] = {}
    for copy in copies:
        for name in copy.forces:
            force = forces.setdefault(name.casefold(), ForceData(name))
            force.add(copy)
    return [forces[key] for key in sorted(forces)]


def duplicate_publishers(copies: Iterable[ForceCopy]) -> list[tuple[str, list[str]]]:
    """Return each force of which several sources have data, with the names of these."""
    found = []
    for force in list_forces(copies):
        if len(force.copies) > 1:
            found.append((force.name, [copy.source.name for copy in force.copies]))
    return found


def compare(report: CatalogueReport, copies: Iterable[ForceCopy]) -> list[ComparedItem]:
    """Return the recommendations of ``report`` that ask forces or their commissioners, compared."""
    forces = list_forces(copies)
    compared = []
    for item in report.recommendations:
        identifier = report.identifier_of(item)
        groups = []
        for asked, (kind, name) in KINDS.items():
            if asked in item.addressees:
                groups.append(
                    CountedRows(
                        name, [force.row_for([identifier], kind) for force in forces]
                    )
                )
        compared.append(ComparedItem(report, item, groups, identifier))
    return compared


def compare_others(copies: Iterable[ForceCopy]) -> list[ComparedItem]:
    """Return what the catalogue lacks and two or more forces answer, each by its most used identifier."""
    forces = list_forces(copies)
    entries: list[JoinedRecommendation] = []
    for force in forces:
        for identifier, found in force.entries.items():
            if not read_catalogue().item(identifier):
                entries.extend(entry for _, entry in found)
    compared = []
    for names in joined_names(entries):
        same = [entry for entry in entries if entry.identifier in names]
        identifier = most_used_name(same)
        forces_that_answer = {entry.force.casefold() for entry in same if entry.answers}
        if len(forces_that_answer) > 1 and is_whole_identifier(identifier):
            compared.append(_compare_other(identifier, names, same, forces))
    return sorted(compared, key=lambda item: item.identifier)


def joined_names(entries: Iterable[JoinedRecommendation]) -> list[set[str]]:
    """Return the names of each item: the identifiers and aliases that ``entries`` say are the same."""
    found: list[set[str]] = []
    for entry in entries:
        names = {entry.identifier, *entry.aliases}
        separate = []
        for others in found:
            if names.isdisjoint(others):
                separate.append(others)
            else:
                names |= others
        found = [*separate, names]
    return found


def most_used_name(entries: Iterable[JoinedRecommendation]) -> str:
    """Return the name that most of ``entries`` have, the first in the alphabet of several."""
    number: Counter[str] = Counter()
    for entry in entries:
        number.update({entry.identifier, *entry.aliases})
    return min(number, key=lambda name: (-number[name], name))


def is_whole_identifier(identifier: str) -> bool:
    """Return True if ``identifier`` names a report and an item in it, as ours do."""
    if len(identifier) > LONGEST_IDENTIFIER:
        return False
    report, _, item = identifier.partition("/")
    return bool(IDENTIFIER.fullmatch(report) and IDENTIFIER.fullmatch(item))


def _compare_other(
    identifier: str,
    names: set[str],
    entries: list[JoinedRecommendation],
    forces: list[ForceData],
) -> ComparedItem:
    kinds_that_answer: set[str] = set()
    for entry in entries:
        kinds_that_answer.update(answer.kind for answer in entry.answers)
    groups = []
    for kind, name in KINDS.values():
        if kind in kinds_that_answer:
            rows = [force.row_for(sorted(names), kind) for force in forces]
            groups.append(CountedRows(name, rows))
    title = next((entry.title for entry in entries if entry.title), identifier)
    item = CatalogueRecommendation(
        identifier=identifier.replace("/", "--"),
        title=title,
        summary="",
        addressees=(),
        theme="",
        seen="",
        sources=(),
    )
    return ComparedItem(None, item, groups, identifier)


def _how_little_it_says(row: ForceRow) -> tuple[bool, bool, bool]:
    """Return a key by which the entry that says most of an item comes first, and then the one not renamed."""
    entry = row.entry
    is_renamed = bool(entry and entry.identifier != entry.item_identifier)
    return bool(row.missing), row.status == Status.RESPONSE_MISSING, is_renamed


def _answer_of(
    entry: JoinedRecommendation, force: str, kind: str
) -> JoinedResponse | None:
    answers = [answer for answer in entry.answers if answer.kind == kind]
    own = [answer for answer in answers if answer.name == force]
    return next(iter(own or answers), None)
