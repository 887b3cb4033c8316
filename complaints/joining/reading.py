"""Reads the data of a force as JSON or CSV, checks it by our own codes, and keeps what is compared."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from complaints.catalogue.reader import FaultsError
from complaints.data import code_lists
from complaints.data.field_descriptions import CodeType
from complaints.vocabulary import OrganisationKind
from pages.core.partial_dates import PartialDate

check_web_address = URLValidator(schemes=["https", "http"])
MAX_FAULTS = 20
"""More faults of one source are not listed."""
FORMULA_GUARD = "'"
FORCE = OrganisationKind.POLICE_FORCE.value
RESPONDENT_COLUMNS = ("name", "kind", "position", "state", "passed_since")


@dataclass(frozen=True)
class Answer:
    """What one respondent says of a recommendation; empty texts are not known."""

    name: str
    kind: str = ""
    position: str = ""
    state: str = ""
    passed_since: str = ""
    words: str = ""
    said_on: str = ""


@dataclass(frozen=True)
class Entry:
    """What one force's data says of a recommendation."""

    identifier: str
    force: str
    url: str
    day: str = ""
    """The day that a row of a CSV file was true on; empty if it is that of the file."""
    withdrawn_on: str = ""
    answers: list[Answer] = field(default_factory=list)


def read_entries(content: bytes, force: str, is_csv: bool) -> list[Entry]:
    """Return the entries of the data of ``force``. Raises ``FaultsError`` with every fault."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FaultsError(["The file is not in UTF-8."]) from error
    faults: list[str] = []
    rows = list(_csv_rows(text) if is_csv else _json_rows(text))
    entries = [_entry(row, force, is_csv, place, faults) for place, row in enumerate(rows, 1)]
    identifiers = [(each.force, each.identifier) for each in entries]
    if len(set(identifiers)) < len(identifiers):
        faults.append("An identifier stands twice.")
    if not entries:
        faults.append("It has no recommendation.")
    if faults:
        raise FaultsError(faults[:MAX_FAULTS])
    return entries


def _json_rows(text: str) -> list[Any]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FaultsError([f"It is no JSON that can be read: {error}."]) from error
    rows = values.get("recommendations") if isinstance(values, dict) else None
    if not isinstance(rows, list):
        raise FaultsError(["“recommendations” is no list."])
    return rows


def _csv_rows(text: str) -> Iterator[dict[str, Any]]:
    """Yield the rows as JSON has them: each respondent is a line in the cells about respondents."""
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise FaultsError([f"It is no CSV that can be read: {error}."]) from error
    for row in rows:
        values = {name: (value or "").removeprefix(FORMULA_GUARD) for name, value in row.items() if name}
        lines = {name: values.get(f"respondent_{name}", "").split("\n") for name in RESPONDENT_COLUMNS}
        texts, days = (values.get(f"response_{name}", "").split("\n") for name in ("text", "date"))
        values["respondents"] = [
            {name: _nth(each, number) or None for name, each in lines.items()}
            | {"responses": [{"text": _nth(texts, number), "date": _nth(days, number)}]}
            for number in range(len(lines["state"]))
            if any(_nth(each, number) for each in lines.values())
        ]
        yield values


def _nth(lines: list[str], number: int) -> str:
    return lines[number].removeprefix(FORMULA_GUARD) if number < len(lines) else ""


def _entry(values: Any, force: str, is_csv: bool, place: int, faults: list[str]) -> Entry:
    row = _Object(values if isinstance(values, dict) else {}, f"entry {place}", faults)
    identifier = row.text("id") or row.refuse("id", "is missing")
    row.place = identifier or row.place
    url, day = row.web_address("source") or row.web_address("url"), row.date("day") if is_csv else ""
    if is_csv and not (url and day):
        row.refuse("source, day", "a row needs its source or url, and its day")
    said_later = [*reversed(row.objects("progress_updates")), *row.objects("actions")]
    return Entry(
        identifier,
        (row.text("publisher") if is_csv else "") or force,
        url,
        day,
        row.date("withdrawn_on"),
        [_answer(each, force, is_csv, said_later) for each in row.objects("respondents")],
    )


def _answer(row: "_Object", force: str, is_csv: bool, said_later: "list[_Object]") -> Answer:
    """Return an answer; whoever only reported or acted has the words of the last update or first action.

    What names nobody is that of the force.
    """
    name = row.text("name") or force
    responses = row.objects("responses")[-1:]
    kind = row.code("kind", code_lists.ORGANISATION_KIND) or (FORCE if is_csv else "")
    own = [each for each in said_later if name in each.texts("respondents", [name] * (kind == FORCE))]
    sayings = [
        (each.text("text") or each.text("reason") or each.text("description"), each.date(day))
        for each, day in [*((each, "date") for each in responses), *((each, "as_at") for each in own)]
    ]
    words, said_on = next((each for each in sayings if each[0]), ("", ""))
    return Answer(
        name,
        kind,
        row.code("position", code_lists.POSITION),
        row.code("state", code_lists.STATE),
        row.date("passed_since"),
        words,
        said_on,
    )


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
        return value or "" if value is None or isinstance(value, str) else self.refuse(name, "is no text")

    def code(self, name: str, codes: CodeType) -> str:
        value = self.text(name)
        known = not value or value in dict(codes.labels)
        return value if known else self.refuse(name, f"“{value[:60]}” is no code of ours")

    def date(self, name: str) -> str:
        value = self.text(name)
        try:
            return str(PartialDate.parse(value)) if value else ""
        except ValueError:
            return self.refuse(name, f"“{value[:60]}” is no date")

    def web_address(self, name: str) -> str:
        value = self.text(name)
        try:
            check_web_address(value)
        except ValidationError:
            return self.refuse(name, f"“{value[:60]}” is no web address") if value else ""
        return value

    def texts(self, name: str, without: list[str]) -> list[str]:
        value = self.values.get(name) or without
        return value if isinstance(value, list) else [self.refuse(name, "is no list")]

    def objects(self, name: str) -> "list[_Object]":
        value = self.values.get(name) or []
        if isinstance(value, list) and all(isinstance(each, dict) for each in value):
            return [_Object(each, f"{self.place}, {name}", self.faults) for each in value]
        self.refuse(name, "is no list of objects")
        return []
