"""Writes the data as CSV and JSON, with a schema of the JSON.

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
    csv_cells,
    csv_columns,
    field_values,
)
from .fields import (
    ACTION_FIELDS,
    IDENTITY_FIELDS,
    OF_RECOMMENDATION_FIELDS,
    PROGRESS_UPDATE_FIELDS,
    RECOMMENDATION_FIELDS,
    SUPER_COMPLAINT_FIELDS,
)
from .published_section import PublishedSection, list_withdrawn


def write_csv(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of ``header`` and ``rows``; no spreadsheet takes a value for a formula."""
    writer = csv.writer(SimpleNamespace(write=str))  # a file that returns each line
    yield writer.writerow(header)
    for row in rows:
        yield writer.writerow(map(_format_cell, row))


def write_rows(group: FieldGroup, entries: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Return the lines of a CSV file of ``entries``, which hold the values of the fields of ``group``."""
    header = csv_columns(group.fields)
    return write_csv(header, (csv_cells(group.fields, entry) for entry in entries))


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


def action_values(section: PublishedSection) -> Iterator[dict[str, Any]]:
    """Yield the values of the actions of each public recommendation."""
    return _values_on_pages(section, "actions", ACTION_FIELDS)


def update_values(section: PublishedSection) -> Iterator[dict[str, Any]]:
    """Yield the values of the progress updates of each public recommendation."""
    return _values_on_pages(section, "progress_updates", PROGRESS_UPDATE_FIELDS)


def _values_on_pages(
    section: PublishedSection, name: str, group: FieldGroup
) -> Iterator[dict[str, Any]]:
    for page in public_entries.read_recommendations(section):
        of_page = field_values(OF_RECOMMENDATION_FIELDS, page, section)
        for item in getattr(page, name).all():
            yield of_page | field_values(group.fields, item, section)


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


# Its schema


def json_schema(lists: dict[str, FieldGroup], address: str) -> dict[str, Any]:
    """Return the schema at ``address`` of the JSON files, each of which has one of the ``lists``."""
    properties = {
        header: {**kind.schema, "description": meaning}
        for header, meaning, kind in HEADER_FIELDS
    }
    required = list(properties)
    for name, group in lists.items():
        properties[name] = {
            "type": "array",
            "items": {"$ref": f"#/$defs/{group.name}"},
        }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "description": NOT_KNOWN,
        "type": "object",
        "properties": properties,
        "required": required,
        "oneOf": [{"required": [name]} for name in lists],
        "$defs": {group.name: _object_schema(group) for group in lists.values()},
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
