"""Writes the data as JSON, and the JSON Schema of each file."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from . import licence, public_entries
from .field_descriptions import (
    NOT_KNOWN,
    TEXT,
    WEB_ADDRESS,
    CodeType,
    DataField,
    FieldGroup,
    ListOf,
    field_values,
)
from .listed_entries import listed_values
from .published_section import PublishedSection
from .recommendation_fields import RECOMMENDATION_FIELDS
from .super_complaint_fields import SUPER_COMPLAINT_FIELDS
from .withdrawn_entries import list_withdrawn as taken_down_below
from .withdrawn_entries import withdrawn_entry_values

JSON_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def write_json(content: dict[str, Any]) -> str:
    """Return ``content`` as JSON, indented for people."""
    return json.dumps(content, ensure_ascii=False, indent=1)


def write_list(section: PublishedSection, name: str, entries: Iterable[dict[str, Any]]) -> Iterator[str]:
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
    for item in public_entries.read_recommendations(section):
        yield field_values(RECOMMENDATION_FIELDS.fields, item)
    yield from listed_values(section)
    for gone in taken_down_below(section)[1]:
        yield withdrawn_entry_values(RECOMMENDATION_FIELDS, gone)


def super_complaint_values(section: PublishedSection) -> Iterator[dict[str, Any]]:
    """Yield the values of public super-complaints, then of those that were taken down."""
    for item in public_entries.read_super_complaints(section):
        yield field_values(SUPER_COMPLAINT_FIELDS.fields, item)
    for gone in taken_down_below(section)[0]:
        yield withdrawn_entry_values(SUPER_COMPLAINT_FIELDS, gone)


def file_header(section: PublishedSection) -> dict[str, str]:
    """Return the fields at the head of each file."""
    return {
        "publisher": section.publisher,
        "about": section.absolute_address("data"),
        "licence": licence.ADDRESS,
        "attribution": licence.attribution(section.publisher),
    }


HEADER_FIELDS = (
    ("publisher", "The force.", TEXT),
    ("about", "The page that explains the data.", WEB_ADDRESS),
    ("licence", f"The conditions: {licence.NAME}.", WEB_ADDRESS),
    ("attribution", "The words to say where the data comes from.", TEXT),
)


# Its schemas


def json_schema(name: str, group: FieldGroup, address: str) -> dict[str, Any]:
    """Return the JSON Schema at ``address`` of a file with the list ``name`` of ``group``."""
    return {"$schema": JSON_SCHEMA_DIALECT, "$id": address, **embedded_json_schema(name, group)}


def embedded_json_schema(name: str, group: FieldGroup) -> dict[str, Any]:
    """Return the same schema for use within another one."""
    properties: dict[str, Any] = {
        each: {**kind.schema, "description": meaning} for each, meaning, kind in HEADER_FIELDS
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
    if isinstance(field.type, ListOf):
        of = field.type.item_type
        return {
            "description": field.meaning,
            "type": "array",
            "items": _object_schema(of) if isinstance(of, FieldGroup) else of.schema,
        }
    schema = field.type.schema
    if not field.required:
        schema = {**schema, "type": [schema["type"], "null"]}
        if isinstance(field.type, CodeType):
            schema["enum"] = [*schema["enum"], None]
    return {"description": field.meaning, **schema}
