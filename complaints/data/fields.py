"""How a field of the data is described: once, for files, schemas and the page that explains them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.encoding import iri_to_uri

KNOWN_DATE_PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?$"


@dataclass(frozen=True)
class Type:
    """What a value may be: in words, in JSON Schema, in CSV on the Web; and how it is written."""

    words: str
    schema: dict[str, Any]
    csvw: str | dict[str, str] = "string"
    write: Callable[[Any], Any] = str


@dataclass(frozen=True)
class Group:
    """Fields that belong together; ``name`` stands before theirs where there is only one level."""

    name: str
    fields: tuple["Field", ...]


@dataclass(frozen=True)
class Many:
    """A list, in JSON; in CSV lines of one cell, or, with ``one_a_row``, the one that the row is about."""

    of: Type | Group
    one_a_row: bool = False


@dataclass(frozen=True)
class Field:
    """One field; ``read`` takes its value from what the fields of a group are about."""

    name: str
    meaning: str
    type: Type | Many
    read: Callable[[Any], Any]
    required: bool = False
    in_csv: bool = True

    def value_of(self, source: Any) -> Any:
        """Return the value as JSON has it: ``None`` where nothing is known; a list where many may be."""
        found = self.read(source)
        if isinstance(self.type, Many):
            of = self.type.of
            return [values(of.fields, each) if isinstance(of, Group) else of.write(each) for each in found]
        return None if found in (None, "") else self.type.write(found)

    @property
    def nothing(self) -> list | None:
        """What stands where nothing may be told."""
        return [] if isinstance(self.type, Many) else None


def values(fields: tuple[Field, ...], source: Any) -> dict[str, Any]:
    """Return the values of ``fields`` by their names."""
    return {field.name: field.value_of(source) for field in fields}


# Types


def _text(value: Any) -> str:
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def _moment(value: datetime) -> str:
    return timezone.localtime(value).isoformat(timespec="seconds")


TEXT = Type("text", {"type": "string"}, write=_text)
ADDRESS = Type("web address", {"type": "string", "format": "uri"}, "anyURI", iri_to_uri)
NUMBER = Type("whole number", {"type": "integer", "minimum": 0}, "nonNegativeInteger", int)
YES_OR_NO = Type("true or false", {"type": "boolean"}, "boolean", bool)
DAY = Type("date", {"type": "string", "format": "date"}, "date", date.isoformat)
MOMENT = Type("date and time", {"type": "string", "format": "date-time"}, "dateTime", _moment)
KNOWN_DATE = Type(
    "date as exactly as it is known: 2024-09-27, 2024-09 or 2024",
    {"type": "string", "pattern": KNOWN_DATE_PATTERN},
    {"base": "string", "format": KNOWN_DATE_PATTERN},
)


@dataclass(frozen=True)
class Code(Type):
    """One of a list of words; the page of the data lists what each means."""

    name: str = ""
    labels: tuple[tuple[str, str], ...] = ()


def code(name: str, choices: type[TextChoices] | list[tuple[str, str]]) -> Code:
    """Return the type of codes that ``choices`` lists."""
    pairs = choices if isinstance(choices, list) else choices.choices
    labels = tuple((str(value), str(label)) for value, label in pairs)
    words = [value for value, _ in labels]
    return Code(
        "code",
        {"type": "string", "enum": words},
        {"base": "string", "format": f"^({'|'.join(words)})$"},
        name=name,
        labels=labels,
    )


def coded(name: str, meaning: str, of: Code, read: Callable[[Any], Any], **options) -> tuple[Field, Field]:
    """Return a field with a code, and one with the words that readers of the site see for it."""
    labels = dict(of.labels)
    in_words = f"“{name}” in the words of the site."
    return (
        Field(name, meaning, of, read, **options),
        Field(f"{name}_label", in_words, TEXT, lambda source: labels.get(read(source)), **options),
    )


def at(path: str) -> Callable[[Any], Any]:
    """Return a function that reads the attribute ``path``."""
    return attrgetter(path)


# In CSV


@dataclass(frozen=True)
class Column:
    """A column of a CSV file; ``is_list`` if a cell holds one value a line."""

    name: str
    meaning: str
    type: Type
    is_list: bool = False


def columns(fields: tuple[Field, ...], prefix: str = "", is_list: bool = False) -> Iterator[Column]:
    """Yield the columns that hold ``fields``, groups taken apart."""
    for field in fields:
        kind, is_many = (field.type.of, True) if isinstance(field.type, Many) else (field.type, False)
        if not field.in_csv:
            continue
        if isinstance(kind, Group):
            one_a_row = isinstance(field.type, Many) and field.type.one_a_row
            yield from columns(kind.fields, f"{kind.name}_", not one_a_row)
        else:
            yield Column(f"{prefix}{field.name}", field.meaning, kind, is_list or is_many)


def cells(fields: tuple[Field, ...], entry: dict[str, Any]) -> Iterator[Any]:
    """Yield what stands in those columns for ``entry``, which holds the values of ``fields``."""
    for field in fields:
        kind = field.type
        value = entry.get(field.name)
        if not field.in_csv:
            continue
        if not (isinstance(kind, Many) and isinstance(kind.of, Group)):
            yield value
        elif kind.one_a_row:
            yield from cells(kind.of.fields, value[-1] if value else {})
        else:
            rows = [list(cells(kind.of.fields, each)) for each in value or []]
            yield from ([row[place] for row in rows] for place, _ in enumerate(list(columns(kind.of.fields))))
