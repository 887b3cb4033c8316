"""Compares what the forces say, and writes the joined pages and files that changed into a folder.

What is missing is said of the data, never of the force. Forces and commissioners are counted apart, and only
those that the recommendation asks. Any web server can send the folder.
"""

import json
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from complaints.catalogue.reader import read_catalogue
from complaints.catalogue.records import CHIEF_CONSTABLES, COMMISSIONERS, Item, Report
from complaints.data import fields
from complaints.data.field_descriptions import LICENCE_ADDRESS, LICENCE_NAME, attribution
from complaints.data.file_formats import write_csv
from complaints.vocabulary import Limit, OrganisationKind, State, Status
from pages.content.models import SiteWording
from pages.core.partial_dates import PartialDate

from .copies import Answer, Copy, Entry, kept_values

KINDS = {
    CHIEF_CONSTABLES: (OrganisationKind.POLICE_FORCE, "Forces"),
    COMMISSIONERS: (OrganisationKind.COMMISSIONER, "Police and crime commissioners"),
}
STATES, POSITIONS = dict(State.choices), dict(fields.POSITION.labels)


class Missing(TextChoices):
    """Why the data of a force has no status for a recommendation. Each says something of its data alone."""

    NO_STATUS = "no_status", "No status in its data"
    TAKEN_DOWN = "taken_down", "Taken down in its data"
    NO_ENTRY = "no_entry", "No entry in its data"
    COULD_NOT_BE_READ = "could_not_be_read", "Its data could not be read"

    @property
    def counted_words(self) -> str:
        """The words that follow a number, as those of a status do."""
        return COUNTED_MISSING_WORDS[self]


COUNTED_MISSING_WORDS = {
    Missing.NO_STATUS: "with no status in the data",
    Missing.TAKEN_DOWN: "taken down in the data",
    Missing.NO_ENTRY: "with no entry in the data",
    Missing.COULD_NOT_BE_READ: "with data that could not be read",
}
PASSED_LIMITS: dict[str, str] = {
    Limit.DEADLINE: "the report’s deadline was {date}",
    Limit.DEADLINE_IN_WORDS: "the report’s deadline has passed",
    Limit.DUE_DATE: "its own due date was {date}",
    Limit.RESPOND_BY: "the deadline to respond was {date}",
}


@dataclass(frozen=True)
class Row:
    """What the data of one force says of a recommendation, for those of one kind."""

    force: str
    copy: Copy
    entry: Entry | None
    answer: Answer | None

    @property
    def day(self) -> str:
        day = self.entry.day if self.entry else ""
        return PartialDate.parse(day).words if day else self.copy.words_of_day

    @property
    def status(self) -> Status | Missing:
        """One of the seven statuses, or why there is none: nothing else is concluded from an empty field."""
        if not self.day:
            return Missing.COULD_NOT_BE_READ
        if not self.entry:
            return Missing.NO_ENTRY
        if self.entry.withdrawn_on:
            return Missing.TAKEN_DOWN
        if self.answer and self.answer.status in Status.values:
            return Status(self.answer.status)
        return Missing.NO_STATUS

    @property
    def missing(self) -> str:
        """What is said of its data if there is nothing to compare; empty if there is."""
        if self.status == Missing.TAKEN_DOWN and self.entry:
            return f"Taken down on {PartialDate.parse(self.entry.withdrawn_on).words} in its data"
        has_answer = self.status == Missing.NO_STATUS and self.answer is not None
        if isinstance(self.status, Status) or has_answer:
            return ""
        return self.status.label

    @property
    def status_label(self) -> str:
        """The status in words; where the data has only a detailed code, that of the code."""
        code = self.answer.detailed_status if self.answer and self.status == Missing.NO_STATUS else ""
        return STATES.get(code, str(self.status.label))

    @property
    def status_code(self) -> str:
        """The status for its label; empty where there is none."""
        return self.status if isinstance(self.status, Status) else ""

    @property
    def detail(self) -> str:
        """Which date has passed, as far as its data says so."""
        words = PASSED_LIMITS.get(self.answer.passed_limit, "") if self.answer else ""
        date = self.answer.passed_date if self.answer else ""
        if "{date}" in words and not date:
            return ""
        return words.format(date=PartialDate.parse(date).words if date else "")

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
        """How many have which status. Each row counts once: the sum is the number of the rows."""
        number = Counter(row.status for row in self.rows)
        return [(each.counted_words, number[each]) for each in (*Status, *Missing) if number[each]]

    @cached_property
    def position_counts(self) -> list[tuple[str, int]]:
        """How many of those whose data says anything accept: the sum is the number of these."""
        number = Counter(row.position_label for row in self.rows if not row.missing)
        return [(label, number[label]) for label in (*POSITIONS.values(), "") if number[label]]


@dataclass(frozen=True)
class ComparedItem:
    """One recommendation of the catalogue with what every force's data says of it."""

    report: Report
    item: Item
    groups: list[Group]

    @property
    def identifier(self) -> str:
        return self.report.identifier_of(self.item)

    @property
    def heading(self) -> str:
        return f"{self.item.kind.capitalize()} {self.item.number}".strip()


def compare(report: Report, copies: Iterable[Copy]) -> list[ComparedItem]:
    """Return the recommendations of ``report`` that ask forces or their commissioners, compared."""
    found = [(force, copy, _entries_by_item(copy, force)) for copy in copies for force in copy.forces]
    found.sort(key=lambda each: each[0].casefold())
    return [
        ComparedItem(
            report,
            item,
            [
                Group(
                    name,
                    [
                        _row(force, copy, entries.get(report.identifier_of(item), []), kind)
                        for force, copy, entries in found
                    ],
                )
                for asked, (kind, name) in KINDS.items()
                if asked in item.addressees
            ],
        )
        for item in report.recommendations
    ]


def _entries_by_item(copy: Copy, force: str) -> dict[str, list[Entry]]:
    """Return what the data of ``force`` says of each item of the catalogue; it may have two names for one."""
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry in copy.entries:
        if entry.force == force:
            entries[entry.item_identifier].append(entry)
    return entries


def _row(force: str, copy: Copy, entries: list[Entry], kind: str) -> Row:
    rows = [_row_of_entry(force, copy, entry, kind) for entry in entries]
    if not rows:
        return Row(force, copy, None, None)
    return min(rows, key=_how_little_it_says)


def _how_little_it_says(row: Row) -> tuple[bool, bool, bool]:
    """Return a key by which the entry that says most of an item comes first, and then the one not renamed."""
    entry = row.entry
    is_renamed = bool(entry and entry.identifier != entry.item_identifier)
    return bool(row.missing), row.status == Status.RESPONSE_MISSING, is_renamed


def _row_of_entry(force: str, copy: Copy, entry: Entry, kind: str) -> Row:
    answers = [each for each in entry.answers if each.kind == kind]
    own = [each for each in answers if each.name == force] or answers
    return Row(force, copy, entry, own[0] if own else None)


TITLE = "How forces respond to super-complaints"
KEPT = "data/sources"
ANSWER_COLUMNS = ("detailed_status", "answered_by", "passed_limit", "passed_date", "words", "said_on")
COLUMNS = (
    *("id", "force", "asked", "status", "status_label", "position", "position_label", *ANSWER_COLUMNS),
    *("url", "data_of", "withdrawn_on", "source", "licence", "attribution"),
)


def write_site(folder: Path, publisher: str, copies: Sequence[Copy], today: date) -> list[str]:
    """Write everything into ``folder``, unless other things are in it; return the names of what changed."""
    if folder.exists() and any(folder.iterdir()) and not (folder / KEPT).is_dir():
        raise FileExistsError(f"{folder} has other things in it. Name an empty folder, or one made before.")
    changed = [name for name, text in _files(publisher, copies, today) if _write(folder / name, text)]
    return sorted(changed)


def _files(publisher: str, copies: Sequence[Copy], today: date) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file. No name comes from the data of others."""
    reports = [(report, compare(report, copies)) for report in read_catalogue().reports]
    for copy in copies:
        if copy.entries:
            yield f"{KEPT}/{copy.source.slug}.json", _as_json(kept_values(copy))
    rows = [row for _, items in reports for item in items for row in _data_rows(item)]
    head = {"publisher": publisher, "licence": LICENCE_ADDRESS, "catalogue": read_catalogue().version}
    yield "data/joined.json", _as_json({**head, "answers": rows})
    yield "data/joined.csv", "".join(write_csv(COLUMNS, ([row[name] for name in COLUMNS] for row in rows)))
    yield "site.css", (settings.PROJECT_DIR / "build" / "static" / "site.css").read_text(encoding="utf-8")
    common = {"copies": copies, "reports": reports, "today": PartialDate.of_day(today)}
    yield "index.html", _page("index", publisher, "", TITLE, common)
    for report, items in reports:
        asked = [each for each in items if each.groups]
        values = {"report": report, "items": items, "asked": asked, "forces": _by_force(asked)}
        yield f"{report.identifier}/index.html", _page("report", publisher, "../", report.title, values)
        for item in items:
            values = {"report": report, "compared": item}
            name = f"{report.identifier}/{item.item.identifier}/index.html"
            yield name, _page("recommendation", publisher, "../../", item.item.title, values)


def _data_rows(compared: ComparedItem) -> Iterator[dict[str, Any]]:
    for group in compared.groups:
        for row in group.rows:
            answer = vars(row.answer) if row.answer else {}
            yield {
                "id": compared.identifier,
                "force": row.force,
                "asked": group.name,
                "status": row.status.value,
                "status_label": row.missing or row.status_label,
                # Where nothing is known of a position, the code says why, as that of the status does.
                "position": answer.get("position") or row.status.value,
                "position_label": row.position_label or row.missing or row.status_label,
                **{name: answer.get(name) or None for name in ANSWER_COLUMNS},
                "url": row.entry.url if row.entry else None,
                "data_of": (row.entry and row.entry.day) or row.copy.day or None,
                "withdrawn_on": (row.entry and row.entry.withdrawn_on) or None,
                "source": row.copy.source.data,
                "licence": LICENCE_ADDRESS,
                "attribution": attribution(row.force),
            }


def _by_force(asked: Sequence[ComparedItem]) -> list[tuple[str, str, list[list[Any]]]]:
    """Return each force with the day of its data and its rows: a list for each item, a row for each group."""
    return [
        (
            first.force,
            first.copy.words_of_day,
            [[(each, group.name, group.rows[place]) for group in each.groups] for each in asked],
        )
        for place, first in enumerate(asked[0].groups[0].rows if asked else ())
    ]


def _page(template: str, publisher: str, root: str, title: str, values: dict[str, Any]) -> str:
    request: HttpRequest = RequestFactory().get(
        "/", headers={"host": settings.ALLOWED_HOSTS[0].lstrip("*.") or "localhost"}
    )
    wording = SiteWording(service_name=TITLE, force_name=publisher, exit_shown=True)
    values |= {
        "site_wording": wording,
        "root": root,
        "title": title,
        "licence": {"name": LICENCE_NAME, "address": LICENCE_ADDRESS},
        "exit_explained": "#escape-key",
    }
    html = render_to_string(f"complaints/joining/{template}.html", {**values, "request": request})
    return "\n".join(line.rstrip() for line in html.splitlines() if line.strip()) + "\n"


def _as_json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def _write(path: Path, text: str) -> bool:
    """Write ``text`` in one step if the file has another; return whether it had."""
    content = text.encode()
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{secrets.token_hex(4)}")
    beside.write_bytes(content)
    beside.replace(path)
    return True
