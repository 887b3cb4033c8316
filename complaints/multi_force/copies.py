"""Reads whose data is joined, gets it, and keeps the last copy that was good beside the pages.

The data is JSON or CSV. It is checked by our own codes, and what is compared is kept of
it.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import slugify

from complaints.catalogue.reader import FaultsError, build, read_catalogue, read_toml
from complaints.data import fields
from complaints.data.field_descriptions import CodeType
from complaints.data.values import NO_RESPONSE
from complaints.vocabulary import POSITION_NOT_ENTERED, OrganisationKind, Status
from pages.core.fetching import MAX_BYTES, FetchedFile, FetchError, fetch
from pages.core.partial_dates import PartialDate

check_web_address = URLValidator(schemes=["https", "http"])
MAX_FAULTS = 20
"""More faults of one source are not listed."""
FORMULA_GUARD = "'"
FORCE = OrganisationKind.POLICE_FORCE.value
RESPONDENT_COLUMNS = (
    "name",
    "kind",
    "position",
    "answered_by",
    "status",
    "detailed_status",
    "passed_limit",
    "passed_date",
)


@dataclass(frozen=True)
class JoinedResponse:
    """What the data says of one organisation and a recommendation; empty texts are not in it."""

    name: str
    kind: str = ""
    position: str = ""
    answered_by: str = ""
    status: str = ""
    detailed_status: str = ""
    passed_limit: str = ""
    passed_date: str = ""
    words: str = ""
    said_on: str = ""


@dataclass(frozen=True)
class JoinedRecommendation:
    """What one force's data says of a recommendation."""

    identifier: str
    force: str
    url: str
    title: str = ""
    day: str = ""
    """The day that a row of a CSV file was true on, or the day on which its page was last published."""
    withdrawn_on: str = ""
    aliases: list[str] = field(default_factory=list)
    """Its other identifiers, as far as the data of the force says so."""
    answers: list[JoinedResponse] = field(default_factory=list)

    @property
    def item_identifier(self) -> str:
        """The identifier in the catalogue, also if the data uses an alias of it; else that of the data."""
        for name in (self.identifier, *self.aliases):
            if names := read_catalogue().names_of(name):
                return names[0]
        return self.identifier


@dataclass(frozen=True)
class ForceDataFile:
    """What the data of a source says, as far as it can be read."""

    entries: list[JoinedRecommendation]
    dropped: list[JoinedRecommendation]
    """Entries that have a fault: nothing that they say is compared."""
    faults: list[str]


def read_data(content: bytes, force: str, *, is_csv: bool) -> ForceDataFile:
    """Return the entries of the data of ``force``; one with a fault is dropped, and the others are kept.

    Raises ``FaultsError`` if nothing of it can be used.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FaultsError(["The file is not in UTF-8."]) from error
    found = ForceDataFile([], [], [])
    rows = _csv_rows(text) if is_csv else _json_rows(text)
    for place, row in enumerate(rows, 1):
        faults: list[str] = []
        entry = _entry(row, force, is_csv, place, faults)
        if faults:
            found.dropped.append(entry)
            found.faults.extend(faults)
        else:
            found.entries.append(entry)
    _drop_doubled(found)
    if not found.entries:
        raise FaultsError(found.faults[:MAX_FAULTS] or ["It has no recommendation."])
    return found


def _drop_doubled(found: ForceDataFile) -> None:
    """Drop the entries of a force that have one identifier: nobody knows which of them counts."""
    numbers = Counter((entry.force, entry.identifier) for entry in found.entries)
    kept = []
    for entry in found.entries:
        if numbers[entry.force, entry.identifier] == 1:
            kept.append(entry)
        else:
            found.dropped.append(entry)
    found.entries[:] = kept
    for (_, identifier), number in numbers.items():
        if number > 1:
            found.faults.append(
                f"{identifier}: it appears {number} times, so it is left out."
            )


def _json_rows(text: str) -> list[Any]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FaultsError([f"It is not valid JSON: {error}."]) from error
    rows = values.get("recommendations") if isinstance(values, dict) else None
    if not isinstance(rows, list):
        raise FaultsError(["“recommendations” is not a list."])
    return rows


def _csv_rows(text: str) -> Iterator[dict[str, Any]]:
    """Yield the rows as JSON has them: each respondent is a line in the cells about respondents."""
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise FaultsError([f"It is not valid CSV: {error}."]) from error
    for row in rows:
        values = {
            name: (value or "").removeprefix(FORMULA_GUARD)
            for name, value in row.items()
            if name
        }
        lines = {
            name: values.get(f"respondent_{name}", "").split("\n")
            for name in RESPONDENT_COLUMNS
        }
        texts, days = (
            values.get(f"response_{name}", "").split("\n") for name in ("text", "date")
        )
        values["aliases"] = list(filter(None, values.get("aliases", "").split("\n")))
        respondents: list[dict[str, Any]] = []
        for number in range(max(map(len, lines.values()))):
            cells = {
                name: _nth(column, number) or None for name, column in lines.items()
            }
            if any(cells.values()):
                response = {"text": _nth(texts, number), "date": _nth(days, number)}
                respondents.append({**cells, "responses": [response]})
        yield {**values, "respondents": respondents}


def _nth(lines: list[str], number: int) -> str:
    if number < len(lines):
        return lines[number].removeprefix(FORMULA_GUARD)
    return ""


def _entry(
    values: Any, force: str, is_csv: bool, place: int, faults: list[str]
) -> JoinedRecommendation:
    if not isinstance(values, dict):
        values = {}
    row = _Object(values, f"entry {place}", faults)
    identifier = row.text("id").strip().casefold() or row.refuse("id", "is missing")
    row.place = identifier or row.place
    url = row.web_address("source") or row.web_address("url")
    publisher = force
    if is_csv:
        day = row.date("day")
        publisher = row.text("publisher") or force
        if not (url and day):
            row.refuse("source, day", "a row needs its source or url, and its day")
    else:
        day = row.day_of_moment("last_published")
    said_later = [*reversed(row.objects("progress_updates")), *row.objects("actions")]
    aliases = row.texts("aliases", [])
    return JoinedRecommendation(
        identifier=identifier,
        force=publisher,
        url=url,
        title=row.text("title"),
        day=day,
        withdrawn_on=row.date("withdrawn_on"),
        aliases=[alias.strip().casefold() for alias in aliases],
        answers=[
            _answer(respondent, force, is_csv, said_later)
            for respondent in row.objects("respondents")
        ],
    )


def _answer(
    row: "_Object", force: str, is_csv: bool, said_later: "list[_Object]"
) -> JoinedResponse:
    """Return an answer; who only reported or acted has those words.

    What names nobody is the force's.
    """
    name = row.text("name") or force
    responses = row.objects("responses")[-1:]
    kind = row.code("kind", fields.ORGANISATION_KIND)
    if not kind and is_csv:
        kind = FORCE
    unnamed = [name] if kind == FORCE else []
    dated = []
    for response in responses:
        dated.append((response, response.date("date")))
    for entry in said_later:
        if name in entry.texts("respondents", unnamed):
            dated.append((entry, entry.date("as_at")))
    words, said_on = "", ""
    for entry, day in dated:
        text = _readable_alone(
            entry.text("text") or entry.text("reason") or entry.text("description")
        )
        if text and not words:
            words, said_on = text, day
    spokespeople = [entry.text("answered_by") for entry in (row, *responses)]
    return JoinedResponse(
        name,
        kind,
        answered_by=next(filter(None, spokespeople), ""),
        words=words,
        said_on=said_on,
        **_position_and_status(row),
    )


DEPENDS_ON_ITS_PAGE = re.compile(
    r"\b(see|as|the|are|is|listed|described|set out|shown|given|attached|actions?"
    r"|updates?|table|plan)\s+(below|above|overleaf|attached)\b|\bthis (web)?page\b|\bclick here\b",
    re.IGNORECASE,
)
"""Words that mean something only beside the rest of the page that they are on."""
LEFT_OUT = "[…]"
END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def _readable_alone(text: str) -> str:
    """Return ``text`` with a mark in place of each sentence that depends on its page, such as “see below”."""
    lines = []
    for line in text.split("\n"):
        sentences = END_OF_SENTENCE.split(line)
        for index, sentence in enumerate(sentences):
            if DEPENDS_ON_ITS_PAGE.search(sentence):
                sentences[index] = LEFT_OUT
        lines.append(" ".join(sentences))
    kept = "\n".join(lines)
    says_anything = kept.replace(LEFT_OUT, "").strip()
    return kept if says_anything else ""


def _position_and_status(row: "_Object") -> dict[str, str]:
    """Return what the data says in codes."""
    status = row.code("status", fields.STATUS)
    position = row.code("position", fields.POSITION)
    if status and not position:
        if status == Status.RESPONSE_MISSING:
            position = NO_RESPONSE
        else:
            position = POSITION_NOT_ENTERED
    return {
        "position": position,
        "status": status,
        "detailed_status": row.code("detailed_status", fields.DETAILED_STATUS),
        "passed_limit": row.code("passed_limit", fields.LIMIT),
        "passed_date": row.date("passed_date"),
    }


@dataclass
class _Object:
    """An object of the data: what is asked of it is checked, and a fault names place, field and value."""

    values: dict[str, Any]
    place: str
    faults: list[str]

    def refuse(self, name: str, why: str) -> str:
        self.faults.append(f"{self.place}, {name}: {why}.")
        return ""

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if value is None or isinstance(value, str):
            return value or ""
        return self.refuse(name, "is not text")

    def code(self, name: str, codes: CodeType) -> str:
        value = self.text(name)
        known = not value or value in dict(codes.labels)
        if known:
            return value
        return self.refuse(name, f"“{value[:60]}” is not one of our codes")

    def date(self, name: str) -> str:
        value = self.text(name)
        try:
            return str(PartialDate.parse(value)) if value else ""
        except ValueError:
            return self.refuse(name, f"“{value[:60]}” is not a date")

    def day_of_moment(self, name: str) -> str:
        """Return the day of a moment such as ``2026-11-30T10:00:00+00:00``; empty if there is none."""
        value = self.text(name)
        try:
            if value:
                return str(date.fromisoformat(value[:10]))
            return ""
        except ValueError:
            return self.refuse(name, f"“{value[:60]}” is not a date and time")

    def web_address(self, name: str) -> str:
        value = self.text(name)
        try:
            check_web_address(value)
        except ValidationError:
            if value:
                return self.refuse(name, f"“{value[:60]}” is not a web address")
            return ""
        return value

    def texts(self, name: str, without: list[str]) -> list[str]:
        value = self.values.get(name) or without
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return value
        return [self.refuse(name, "is not a list of texts")]

    def objects(self, name: str) -> "list[_Object]":
        value = self.values.get(name) or []
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return [
                _Object(item, f"{self.place}, {name}", self.faults) for item in value
            ]
        self.refuse(name, "is not a list of objects")
        return []


# Where it comes from, and the copies that are kept


@dataclass(frozen=True)
class ForceSource:
    """The data of a force, or a CSV file with the rows of several."""

    name: str
    data: str
    """The https address of a ``recommendations.json``, or the path of a JSON or CSV file beside the list."""

    @property
    def slug(self) -> str:
        return slugify(self.name)

    @property
    def host(self) -> str:
        """The host of its address, with the port if one is named; empty for a file."""
        return urlsplit(self.data).netloc


@dataclass(frozen=True)
class SourceList:
    """Who publishes the joined pages, and from what."""

    publisher: str
    sources: tuple[ForceSource, ...]


def read_sources(path: Path) -> SourceList:
    """Return the list in the TOML file at ``path``. Raises ``FaultsError``."""
    faults: list[str] = []
    found: SourceList | None = build(SourceList, read_toml(path), path.name, faults)
    if found:
        faults += _faults(found)
    if faults or not found:
        raise FaultsError(faults)
    return found


def _faults(found: SourceList) -> Iterator[str]:
    slugs: set[str] = set()
    for source in found.sources:
        if not source.slug or source.slug in slugs:
            yield f"{source.name}: give each source a name of its own, in letters."
        slugs.add(source.slug)
        if source.host and not source.data.startswith("https://"):
            yield f"{source.name}: “{source.data}” does not start with https://."
    if not found.sources:
        yield "sources: name at least one."


AT_ONCE = 4


@dataclass
class ForceCopy:
    """The data of a source: that of today, or the last that was good, or none."""

    source: ForceSource
    day: str = ""
    """The day on which the data last changed, as far as its host says so; or else that of reading."""
    read_on: str = ""
    entries: list[JoinedRecommendation] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """Why today's data could not be used."""
    faults: list[str] = field(default_factory=list)
    """Why some entries of today's data were dropped."""
    dropped: list[JoinedRecommendation] = field(default_factory=list)

    @property
    def forces(self) -> list[str]:
        names = [entry.force for entry in [*self.entries, *self.dropped]]
        return list(dict.fromkeys(names)) or [self.source.name]

    @property
    def unknown(self) -> list[str]:
        """The identifiers that the catalogue does not have, so that nothing can be compared by them."""
        catalogue = read_catalogue()
        unknown = [
            entry.identifier
            for entry in self.entries
            if not catalogue.item(entry.item_identifier)
        ]
        return list(dict.fromkeys(unknown))

    @property
    def words_of_day(self) -> str:
        if self.day:
            return PartialDate.parse(self.day).words
        return ""

    @property
    def last_read(self) -> date | None:
        return date.fromisoformat(self.read_on) if self.read_on else None


def get_copies(
    sources: Sequence[ForceSource], folder: Path, kept: Path, today: date
) -> list[ForceCopy]:
    """Return a copy of the data of each of ``sources``, or the last good one, which ``kept`` holds."""
    hosts = {source.host for source in sources if source.host}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(
            pool.map(
                partial(_get_copy, hosts=hosts, folder=folder, kept=kept, today=today),
                sources,
            )
        )


def _get_copy(
    source: ForceSource, hosts: set[str], folder: Path, kept: Path, today: date
) -> ForceCopy:
    last = _read_kept(kept / f"{source.slug}.json", source)
    try:
        if source.host:
            found = fetch(source.data, hosts)
        else:
            found = _read_file(folder / source.data)
        data = read_data(
            found.content, source.name, is_csv=source.data.endswith(".csv")
        )
        _refuse_lost_identifiers(last.entries, [*data.entries, *data.dropped])
    except (FetchError, FaultsError) as error:
        last.problems = str(error).splitlines()
        return last
    entries, faults = with_links_to(source.host, data.entries)
    copy = ForceCopy(source, str(found.changed or today), str(today), entries)
    copy.dropped = data.dropped
    copy.faults = [*data.faults, *faults]
    return copy


def with_links_to(
    host: str, entries: list[JoinedRecommendation]
) -> tuple[list[JoinedRecommendation], list[str]]:
    """Return ``entries`` without links to other hosts than ``host``, and what is said of these.

    The links of a file, which has no host, are those of whoever wrote it beside the
    list of sources.
    """
    kept = []
    faults = []
    for entry in entries:
        leads_elsewhere = entry.url and urlsplit(entry.url).netloc != host
        if host and leads_elsewhere:
            faults.append(
                f"{entry.identifier}, url: it leads to another host, so it is left out."
            )
            kept.append(replace(entry, url=""))
        else:
            kept.append(entry)
    return kept, faults


def _read_file(path: Path) -> FetchedFile:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FetchError(f"It is larger than {MAX_BYTES // 1_000_000} MB.")
        return FetchedFile(
            path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
        )
    except OSError as error:
        raise FetchError(f"It cannot be read: {error.strerror}.") from error


def _refuse_lost_identifiers(
    before: list[JoinedRecommendation], now: list[JoinedRecommendation]
) -> None:
    """Refuse data in which identifiers changed: they are there for good, even of what was taken down."""
    kept: set[tuple[str, str]] = set()
    for entry in now:
        names = (entry.item_identifier, *entry.aliases)
        kept.update((entry.force, name) for name in names)
    lost = [
        entry.identifier
        for entry in before
        if (entry.force, entry.item_identifier) not in kept
    ]
    if lost:
        raise FaultsError(
            [f"Identifiers are missing that were there before: {', '.join(lost[:5])}."]
        )


def _read_kept(path: Path, source: ForceSource) -> ForceCopy:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        entries = []
        for entry in values["entries"]:
            answers = [JoinedResponse(**answer) for answer in entry.pop("answers")]
            entries.append(JoinedRecommendation(**entry, answers=answers))
        return ForceCopy(source, values["day"], values["read_on"], entries)
    except (OSError, ValueError, KeyError, TypeError):
        # There is no copy, or another version of this program wrote it.
        return ForceCopy(source)


def kept_values(copy: ForceCopy) -> dict[str, object]:
    return {
        "source": copy.source.name,
        "data": copy.source.data,
        "day": copy.day,
        "read_on": copy.read_on,
        "entries": list(map(asdict, copy.entries)),
    }
