"""The files that the data comes in: one list, from which addresses, descriptions and links are made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import changes, csv_files, csv_schema, json_files
from .changes import CHANGE
from .fields import Group, cells, columns, values
from .recommendation_fields import RECOMMENDATION
from .section import Section
from .super_complaints import SUPER_COMPLAINT

JSON = "application/json"
JSON_SCHEMA = "application/schema+json"
CSV = "text/csv"
CSV_SCHEMA = "application/csvm+json"


@dataclass(frozen=True)
class File:
    """One file: its name, what it is and how it is written."""

    name: str
    title: str
    media_type: str
    write: Callable[[Section], str]
    schema: "File | None" = None

    @property
    def address_name(self) -> str:
        """What the addresses call it."""
        return f"data/{self.name}"

    @property
    def content_type(self) -> str:
        """The type with the encoding; a CSV file says that it has a header, too (RFC 4180)."""
        header = "; header=present" if self.media_type == CSV else ""
        return f"{self.media_type}; charset=utf-8{header}"


def _recommendations_csv(section: Section) -> str:
    entries = json_files.all_recommendations(section)
    header = [column.name for column in columns(RECOMMENDATION.fields)]
    rows = (
        cells(RECOMMENDATION.fields, {**entry, "respondents": respondents})
        for entry in entries
        # A row for each respondent, and for what nobody answered one without.
        for respondents in ([[each] for each in entry["respondents"]] or [[]])
    )
    return csv_files.written(header, rows)


def _changes_csv(section: Section) -> str:
    header = [column.name for column in columns(CHANGE.fields)]
    return csv_files.written(header, (values(CHANGE.fields, each).values() for each in changes.of(section)))


def _json(name: str, entries: Callable[[Section], list[dict[str, Any]]]) -> Callable[[Section], str]:
    return lambda section: json_files.written({**json_files.about(section), name: entries(section)})


def _json_schema(file_name: str, name: str, group: Group) -> File:
    return File(
        file_name,
        f"JSON Schema of {name.replace('_', '-')}.json",
        JSON_SCHEMA,
        lambda section: json_files.written(
            json_files.schema(name, group, section.fixed(f"data/{file_name}"))
        ),
    )


def _csv_schema(file_name: str, title: str, group: Group) -> File:
    return File(
        f"{file_name}-metadata.json",
        f"CSV on the Web metadata of {file_name}",
        CSV_SCHEMA,
        lambda section: json_files.written(csv_schema.schema(section, file_name, title, group)),
    )


DATA = (
    File(
        "recommendations.csv",
        "All recommendations, a row for each respondent",
        CSV,
        _recommendations_csv,
        schema=_csv_schema("recommendations.csv", "Recommendations and responses", RECOMMENDATION),
    ),
    File(
        "recommendations.json",
        "All recommendations with everything that belongs to them",
        JSON,
        _json("recommendations", json_files.all_recommendations),
        schema=_json_schema("recommendations.schema.json", "recommendations", RECOMMENDATION),
    ),
    File(
        "super-complaints.json",
        "All super-complaints, with how many recommendations are in which state",
        JSON,
        _json("super_complaints", json_files.all_super_complaints),
        schema=_json_schema("super-complaints.schema.json", "super_complaints", SUPER_COMPLAINT),
    ),
    File(
        "changes.csv",
        "What changed with each publication, a row for each field",
        CSV,
        _changes_csv,
        schema=_csv_schema("changes.csv", "Changes of published pages", CHANGE),
    ),
)
SCHEMAS = tuple(file.schema for file in DATA if file.schema)
ALL = {file.name: file for file in (*DATA, *SCHEMAS)}
