"""The addresses of the data, described by OpenAPI 3.1."""

from typing import Any

from . import files, json_files, licence
from .files import File
from .recommendation_fields import RECOMMENDATION
from .section import Section
from .super_complaints import SUPER_COMPLAINT

VERSION = "1"
"""Raised when a field is renamed or taken away, or means something else; new ones may come at any time."""
FILE_NAME = "openapi.json"
FEED_NAME = "updates.atom"
ATOM = "application/atom+xml"
DESCRIBED = {
    "recommendations.json": ("recommendations", RECOMMENDATION),
    "super-complaints.json": ("super_complaints", SUPER_COMPLAINT),
}
HEADERS = {
    name: {"description": meaning, "schema": {"type": "string", **more}}
    for name, meaning, more in (
        ("ETag", "Names this very content.", {}),
        ("Last-Modified", "When the content last changed; left out in the first second.", {}),
        ("Access-Control-Allow-Origin", "Any page may read it.", {"const": "*"}),
    )
}
CONDITIONS = [
    {"name": name, "in": "header", "description": meaning, "schema": {"type": "string"}}
    for name, meaning in (
        ("If-None-Match", "The ETag of what is known: if it is still so, the answer is 304."),
        ("If-Modified-Since", "The Last-Modified of what is known, likewise."),
    )
]
PAGE = {
    "name": "page",
    "in": "query",
    "description": "The page of the feed, 50 entries each, the newest first. Anything else gives the first.",
    "schema": {"type": "string"},
}


def description(section: Section) -> dict[str, Any]:
    """Return the description of every address that can be asked for data."""
    operations = {section.path_to(file.address_name): _file(file) for file in files.ALL.values()}
    operations[section.path_to("updates")] = _operation(FEED_NAME, "What was published", ATOM, "string", PAGE)
    operations[section.path_to(f"data/{FILE_NAME}")] = _operation(FILE_NAME, "This description", files.JSON)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Super-complaints and what {section.publisher} does about them",
            "version": VERSION,
            "description": f"Read-only, without a key. {section.fixed('data')} explains it.",
            "license": {"name": licence.NAME, "url": licence.ADDRESS},
        },
        "servers": [{"url": section.site.root_url}],
        "paths": {
            path: {"get": operation, "head": _head(operation)} for path, operation in operations.items()
        },
        "components": {
            "schemas": {name: json_files.content_schema(*described) for name, described in DESCRIBED.items()}
        },
    }


def _file(file: File) -> dict[str, Any]:
    if file.name in DESCRIBED:
        schema = {"$ref": f"#/components/schemas/{file.name}"}
        return _operation(file.name, file.title, file.media_type, schema)
    return _operation(
        file.name, file.title, file.media_type, "string" if file.media_type == files.CSV else "object"
    )


def _operation(
    name: str, title: str, media_type: str, schema: Any = "object", *parameters: Any
) -> dict[str, Any]:
    schema = {"type": schema} if isinstance(schema, str) else schema
    return {
        "operationId": f"get {name}",
        "summary": title,
        "parameters": [*CONDITIONS, *parameters],
        "responses": {
            "200": {"description": title, "headers": HEADERS, "content": {media_type: {"schema": schema}}},
            "304": {"description": "Nothing has changed.", "headers": HEADERS},
        },
    }


def _head(operation: dict[str, Any]) -> dict[str, Any]:
    """Return the same without content."""
    name = operation["operationId"].replace("get", "head", 1)
    answers = {
        status: {"description": answer["description"], "headers": answer["headers"]}
        for status, answer in operation["responses"].items()
    }
    return {**operation, "operationId": name, "responses": answers}
