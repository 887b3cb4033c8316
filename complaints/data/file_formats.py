"""Writes the data as CSV and JSON, with the schema of each file.

CSV is that of RFC 4180. It has no byte order mark, because programs would take it for a
part of the first column's name: who imports the file into a spreadsheet tells it the
encoding.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any

from django.conf import settings

from pages.core.text import escape_formula

from . import field_descriptions, public_entries
from .field_descriptions import (
    NOT_KNOWN,
    TEXT,
    WEB_ADDRESS,
    CodeType,
    DataField,
    FieldGroup,
    ListField,
    PlacedField,
    csv_columns,
    field_values,
)
from .fields import IDENTITY_FIELDS, RECOMMENDATION_FIELDS, SUPER_COMPLAINT_FIELDS
from .published_section import PublishedSection, list_withdrawn


def write_csv(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of ``header`` and ``rows``; no spreadsheet takes a value for a formula."""
    writer = csv.writer(SimpleNamespace(write=str))  # a file that returns each line
    yield writer.writerow(header)
    for row in rows:
        yield writer.writerow(map(_format_cell, row))


def _format_cell(value: object) -> str:
    if isinstance(value, list):
        # Each line for itself: an empty first line must not look like the start of a
        # formula.
        return "\n".join(
            escape_formula(" ".join(_format_value(line).split())) for line in value
        )
    return escape_formula(_format_value(value))


def _format_value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def csv_metadata(
    section: PublishedSection, name: str, title: str, group: FieldGroup
) -> dict[str, object]:
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "url": name,
        "dc:title": title,
        "dc:description": NOT_KNOWN,
        "dc:publisher": section.publisher,
        "dc:license": {"@id": field_descriptions.LICENCE_ADDRESS},
        "dc:rights": field_descriptions.attribution(section.publisher),
        "dialect": {
            "encoding": "utf-8",
            "lineTerminators": ["\r\n"],
            "header": True,
            "doubleQuote": True,
        },
        "tableSchema": {"columns": list(map(_column_metadata, csv_columns(group)))},
    }


def _column_metadata(column: PlacedField) -> dict[str, object]:
    lines = {"separator": "\n", "null": [""]} if column.has_lines else {}
    return {
        "name": column.column,
        "titles": column.column,
        "dc:description": column.meaning,
        "datatype": column.type.csvw,
        **lines,
    }


JSON_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def write_json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1)


def write_list(
    section: PublishedSection, name: str, entries: Iterable[dict[str, Any]]
) -> Iterator[str]:
    """Yield the parts of a file with the list ``name``, an entry each, as ``write_json`` would write it."""
    yield write_json({**file_header(section), name: []}).removesuffix("]\n}")
    separator = ""
    for entry in entries:
        yield f"{separator}\n{write_json(entry)}".replace("\n", "\n  ")
        separator = ","
    yield "\n ]\n}" if separator else "]\n}"


# The data


def recommendation_values(section: PublishedSection) -> Iterator[dict[str, Any]]:
    """Yield the values of recommendations with a page, of those without, and of those taken down."""
    for page in public_entries.read_recommendations(section):
        yield field_values(RECOMMENDATION_FIELDS.fields, page, section)
    yield from public_entries.listed_values(section)
    for gone in list_withdrawn(section)[1]:
        yield _withdrawn_values(RECOMMENDATION_FIELDS, gone, section)


def super_complaint_values(section: PublishedSection) -> Iterator[dict[str, Any]]:
    """Yield the values of public super-complaints, then of those that were taken down."""
    for page in public_entries.read_super_complaints(section):
        yield field_values(SUPER_COMPLAINT_FIELDS.fields, page, section)
    for gone in list_withdrawn(section)[0]:
        yield _withdrawn_values(SUPER_COMPLAINT_FIELDS, gone, section)


def _withdrawn_values(
    group: FieldGroup, gone: dict[str, Any], section: PublishedSection
) -> dict[str, Any]:
    values = field_values(IDENTITY_FIELDS, gone, section)
    return {field.name: field.empty_value for field in group.fields} | values


def file_header(section: PublishedSection) -> dict[str, str]:
    return {
        "publisher": section.publisher,
        "about": section.absolute_address("data"),
        "licence": field_descriptions.LICENCE_ADDRESS,
        "attribution": field_descriptions.attribution(section.publisher),
        "software": f"super-complaints {settings.VERSION}",
    }


HEADER_FIELDS = (
    ("publisher", "The force.", TEXT),
    ("about", "The page that explains the data.", WEB_ADDRESS),
    ("licence", f"The conditions: {field_descriptions.LICENCE_NAME}.", WEB_ADDRESS),
    ("attribution", "The words to say where the data comes from.", TEXT),
    ("software", "The software that made the file, and its version.", TEXT),
)


# Its schemas


def json_schema(name: str, group: FieldGroup) -> dict[str, Any]:
    """Return the schema of a file with the list ``name``, without its dialect and address."""
    properties = {
        header: {**kind.schema, "description": meaning}
        for header, meaning, kind in HEADER_FIELDS
    }
    properties[name] = {"type": "array", "items": _object_schema(group)}
    return {
        "title": name.replace("_", "-").capitalize(),
        "description": NOT_KNOWN,
        "type": "object",
        "properties": properties,
        "required": list(properties),
    }


def _object_schema(group: FieldGroup) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.name: _property_schema(field) for field in group.fields},
        "required": [field.name for field in group.fields],
    }


def _property_schema(field: DataField) -> dict[str, Any]:
    if isinstance(field.type, ListField):
        item_type = field.type.item_type
        if isinstance(item_type, FieldGroup):
            items = _object_schema(item_type)
        else:
            items = item_type.schema
        return {"description": field.meaning, "type": "array", "items": items}
    schema = field.type.schema
    if not field.required:
        schema = {**schema, "type": [schema["type"], "null"]}
        if isinstance(field.type, CodeType):
            schema["enum"] = [*schema["enum"], None]
    return {"description": field.meaning, **schema}
