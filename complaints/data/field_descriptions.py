"""Describes a field of the data once: the files and their schema are made from it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db.models import Manager, TextChoices
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from wagtail.models import Page

NOT_KNOWN = (
    "What is not known is null in JSON and empty in CSV. That never means that there is none. The fields "
    "that end in “_known” say whether a source states that there is none, or whether we have not recorded it."
)
"""What the schema and the page of the data say of missing values."""
Read = Callable[[Any, Any], Any]
"""Reads a value of an object, which belongs to a section."""
Source = str | Read
Fields = tuple["DataField", ...]


@dataclass(frozen=True)
class ValueType:
    """The type of a value in JSON Schema, and how a value is written."""

    schema: dict[str, Any]
    write: Callable[[Any], Any] = str


TEXT = ValueType(
    {"type": "string"},
    write=lambda text: str(text).replace("\r\n", "\n").replace("\r", "\n"),
)
WEB_ADDRESS = ValueType({"type": "string", "format": "uri"}, iri_to_uri)
WHOLE_NUMBER = ValueType({"type": "integer", "minimum": 0}, int)
BOOLEAN = ValueType({"type": "boolean"}, bool)
DATE = ValueType({"type": "string", "format": "date"}, date.isoformat)
DATE_TIME = ValueType(
    {"type": "string", "format": "date-time"},
    lambda moment: timezone.localtime(moment).isoformat(timespec="seconds"),
)
PARTIAL_DATE = ValueType({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"})


@dataclass(frozen=True)
class CodeType(ValueType):
    """One of a list of codes, each with a label."""

    labels: tuple[tuple[str, str], ...] = ()


def code_type(choices: type[TextChoices] | list[tuple[str, str]]) -> CodeType:
    pairs = choices if isinstance(choices, list) else choices.choices
    labels = tuple((str(value), str(label)) for value, label in pairs)
    codes = [code for code, _ in labels]
    return CodeType({"type": "string", "enum": codes}, labels=labels)


@dataclass(frozen=True)
class FieldGroup:
    """Fields that belong together; in CSV, ``name`` is the prefix of their columns."""

    name: str
    fields: Fields


@dataclass(frozen=True)
class ListField:
    """A list.

    In CSV it is the lines of one cell; with ``last_in_csv``, its last item alone.
    """

    item_type: ValueType | FieldGroup
    last_in_csv: bool = False


FieldType = ValueType | ListField


@dataclass(frozen=True)
class DataField:
    """One field, whose value is read from the object that its group describes.

    ``source`` is the path of an attribute, such as ``overall_state.slipped``, the key
    of a dictionary, or a function of object and section; if empty, the name.
    """

    name: str
    meaning: str
    type: FieldType = TEXT
    source: Source = ""
    required: bool = False
    in_csv: bool = True

    def value_of(self, obj: Any, section: Any) -> Any:
        """Return the value for JSON: a list for ``ListOf``, and ``None`` for an unknown single value."""
        value = read_source(self.source or self.name, obj, section)
        if isinstance(self.type, ListField):
            item_type = self.type.item_type
            items = value.all() if isinstance(value, Manager) else value
            if isinstance(item_type, FieldGroup):
                return [field_values(item_type.fields, item, section) for item in items]
            return list(map(item_type.write, items))
        if value in (None, ""):
            return None
        return self.type.write(value)

    @property
    def empty_value(self) -> list | None:
        return [] if isinstance(self.type, ListField) else None


def read_source(source: Source, obj: Any, section: Any) -> Any:
    if not isinstance(source, str):
        return source(obj, section)
    if isinstance(obj, dict):
        return obj.get(source)
    return attrgetter(source)(obj)


def field_values(fields: Fields, obj: Any, section: Any) -> dict[str, Any]:
    return {field.name: field.value_of(obj, section) for field in fields}


def last_published_at(page: Page) -> datetime | None:
    """Return when ``page`` was last published, which is never before the first time."""
    return max(
        filter(None, (page.first_published_at, page.last_published_at)), default=None
    )


def coded_fields(
    name: str,
    meaning: str,
    code_type: CodeType,
    source: Source = "",
    *,
    required: bool = False,
) -> tuple[DataField, DataField]:
    """Return a field with a code, and a field with the words that readers of the site see for it."""
    labels = dict(code_type.labels)
    return (
        DataField(name, meaning, code_type, source, required),
        DataField(
            f"{name}_label",
            f"The label of “{name}” on this site.",
            TEXT,
            lambda obj, section: labels.get(read_source(source or name, obj, section)),
            required,
        ),
    )


def csv_columns(fields: Fields, prefix: str = "") -> Iterator[str]:
    """Yield the names of the columns of ``fields``, and of groups in them."""
    for field in fields:
        kind = field.type
        if not field.in_csv:
            continue
        if isinstance(kind, ListField) and isinstance(kind.item_type, FieldGroup):
            group = kind.item_type
            yield from csv_columns(group.fields, f"{group.name}_")
        else:
            yield f"{prefix}{field.name}"


def csv_cells(fields: Fields, entry: dict[str, Any]) -> Iterator[Any]:
    """Yield the cells of those columns for ``entry``, which holds the values of ``fields``."""
    for field in fields:
        kind = field.type
        value = entry.get(field.name)
        if not field.in_csv:
            continue
        if not (isinstance(kind, ListField) and isinstance(kind.item_type, FieldGroup)):
            yield value
        elif kind.last_in_csv:
            last = value[-1] if value else {}
            yield from csv_cells(kind.item_type.fields, last)
        else:
            rows = [
                list(csv_cells(kind.item_type.fields, item)) for item in value or []
            ]
            for place, _ in enumerate(csv_columns(kind.item_type.fields)):
                yield [_in_one_line(row[place]) for row in rows]


def _in_one_line(value: Any) -> Any:
    """Return a list as text: the cell has a line for each item of the list above it."""
    return "; ".join(value) if isinstance(value, list) else value


LICENCE_NAME = "Open Government Licence v3.0"
LICENCE_ADDRESS = (
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
)


def attribution(publisher: str) -> str:
    """Return the words with which users of the data name its source."""
    return f"Contains information from {publisher}, licensed under the {LICENCE_NAME}."
