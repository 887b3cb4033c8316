"""The data as JSON, each file beside its JSON Schema."""

import json
from collections.abc import Iterable
from typing import Any

from . import licence, recommendations, super_complaints
from .fields import ADDRESS, TEXT, Code, Field, Group, Many, values
from .identity import without_words
from .recommendation_fields import RECOMMENDATION
from .section import Section
from .super_complaints import SUPER_COMPLAINT
from .withdrawn import Gone
from .withdrawn import below as taken_down_below

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def written(content: dict[str, Any]) -> str:
    """Return ``content`` as JSON that people can read, too."""
    return json.dumps(content, ensure_ascii=False, indent=1)


# The data


def all_recommendations(section: Section) -> list[dict[str, Any]]:
    """Return the recommendations that are public, then those that were taken down."""
    public = (values(RECOMMENDATION.fields, item) for item in recommendations.items(section))
    return [*public, *_gone(RECOMMENDATION, taken_down_below(section)[1])]


def all_super_complaints(section: Section) -> list[dict[str, Any]]:
    """Return the super-complaints that are public, then those that were taken down."""
    public = (values(SUPER_COMPLAINT.fields, item) for item in super_complaints.items(section))
    return [*public, *_gone(SUPER_COMPLAINT, taken_down_below(section)[0])]


def _gone(group: Group, gone: Iterable[Gone]) -> list[dict[str, Any]]:
    return [without_words(group, each) for each in gone]


def about(section: Section) -> dict[str, str]:
    """Return what stands at the head of each file."""
    return {
        "publisher": section.publisher,
        "about": section.fixed("data"),
        "licence": licence.ADDRESS,
        "attribution": licence.attribution(section.publisher),
    }


HEAD = (
    ("publisher", "The force.", TEXT),
    ("about", "The page that explains the data.", ADDRESS),
    ("licence", f"The conditions: {licence.NAME}.", ADDRESS),
    ("attribution", "The words to say where the data comes from.", TEXT),
)


# Its schemas


def schema(name: str, group: Group, address: str) -> dict[str, Any]:
    """Return the JSON Schema, which stands at ``address``, of a file with a list ``name`` of ``group``."""
    return {"$schema": DIALECT, "$id": address, **content_schema(name, group)}


def content_schema(name: str, group: Group) -> dict[str, Any]:
    """Return the same for use within another schema."""
    properties: dict[str, Any] = {
        each: {**kind.schema, "description": meaning} for each, meaning, kind in HEAD
    }
    properties[name] = {"type": "array", "items": _object(group)}
    return {
        "title": name.replace("_", "-").capitalize(),
        "type": "object",
        "properties": properties,
        "required": list(properties),
    }


def _object(group: Group) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.name: _property(field) for field in group.fields},
        "required": [field.name for field in group.fields],
    }


def _property(field: Field) -> dict[str, Any]:
    if isinstance(field.type, Many):
        of = field.type.of
        return {
            "description": field.meaning,
            "type": "array",
            "items": _object(of) if isinstance(of, Group) else of.schema,
        }
    schema = field.type.schema
    if not field.required:
        schema = {**schema, "type": [schema["type"], "null"]}
        if isinstance(field.type, Code):
            schema["enum"] = [*schema["enum"], None]
    return {"description": field.meaning, **schema}
