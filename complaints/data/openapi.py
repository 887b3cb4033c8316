"""Describes the addresses of the data by OpenAPI 3.1."""

from typing import Any

from . import data_files, json_files, licence
from .data_files import DataFile
from .published_section import PublishedSection
from .recommendation_fields import RECOMMENDATION_FIELDS
from .super_complaint_fields import SUPER_COMPLAINT_FIELDS

DATA_VERSION = "3"
"""Raised when a field is renamed, removed or changes its meaning; new fields do not raise it."""
FILE_NAME = "openapi.json"
FEED_NAME = "updates.atom"
ATOM = "application/atom+xml"
SCHEMAS_OF_JSON_FILES = {
    "recommendations.json": ("recommendations", RECOMMENDATION_FIELDS),
    "super-complaints.json": ("super_complaints", SUPER_COMPLAINT_FIELDS),
}
RESPONSE_HEADERS = {
    name: {"description": meaning, "schema": {"type": "string", **more}}
    for name, meaning, more in (
        ("ETag", "Names this very content.", {}),
        ("Last-Modified", "When the content last changed; left out in the first second.", {}),
        ("Access-Control-Allow-Origin", "Any page may read it.", {"const": "*"}),
    )
}
CONDITIONAL_HEADERS = [
    {"name": name, "in": "header", "description": meaning, "schema": {"type": "string"}}
    for name, meaning in (
        ("If-None-Match", "The ETag of what is known: if it is still so, the answer is 304."),
        ("If-Modified-Since", "The Last-Modified of what is known, likewise."),
    )
]
OTHER_PARAMETERS = "The address has query parameters that are not described here: ask without them."
LOCATION_HEADER = {
    "Location": {"description": "The address without them.", "schema": {"type": "string"}},
}
PAGE_PARAMETER = {
    "name": "page",
    "in": "query",
    "description": "The page of the feed, 50 entries each, the newest first. Anything else gives the first.",
    "schema": {"type": "string"},
}


def openapi_description(section: PublishedSection) -> dict[str, Any]:
    """Return the description of every address that serves data."""
    operations = {
        section.address_path(file.url_name): _file_operation(file)
        for file in data_files.FILES_BY_NAME.values()
    }
    operations[section.address_path("updates")] = _operation(
        FEED_NAME, "What was published", ATOM, "string", PAGE_PARAMETER
    )
    operations[section.address_path(f"data/{FILE_NAME}")] = _operation(
        FILE_NAME, "This description", data_files.JSON
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Super-complaints and what {section.publisher} does about them",
            "version": DATA_VERSION,
            "description": f"Read-only, without a key. {section.absolute_address('data')} explains it.",
            "license": {"name": licence.NAME, "url": licence.ADDRESS},
        },
        "servers": [{"url": section.site.root_url}],
        "paths": {
            path: {"get": operation, "head": _head_operation(operation)}
            for path, operation in operations.items()
        },
        "components": {
            "schemas": {
                name: json_files.embedded_json_schema(*described)
                for name, described in SCHEMAS_OF_JSON_FILES.items()
            }
        },
    }


def _file_operation(file: DataFile) -> dict[str, Any]:
    if file.name in SCHEMAS_OF_JSON_FILES:
        schema = {"$ref": f"#/components/schemas/{file.name}"}
        return _operation(file.name, file.title, file.media_type, schema)
    return _operation(
        file.name, file.title, file.media_type, "string" if file.media_type == data_files.CSV else "object"
    )


def _operation(
    name: str,
    title: str,
    media_type: str,
    schema: str | dict[str, str] = "object",
    *parameters: dict[str, Any],
) -> dict[str, Any]:
    schema = {"type": schema} if isinstance(schema, str) else schema
    return {
        "operationId": f"get {name}",
        "summary": title,
        "parameters": [*CONDITIONAL_HEADERS, *parameters],
        "responses": {
            "200": {
                "description": title,
                "headers": RESPONSE_HEADERS,
                "content": {media_type: {"schema": schema}},
            },
            "302": {"description": OTHER_PARAMETERS, "headers": LOCATION_HEADER},
            "304": {"description": "Nothing has changed.", "headers": RESPONSE_HEADERS},
        },
    }


def _head_operation(operation: dict[str, Any]) -> dict[str, Any]:
    """Return ``operation`` as a HEAD operation, without content."""
    name = operation["operationId"].replace("get", "head", 1)
    answers = {
        status: {"description": answer["description"], "headers": answer["headers"]}
        for status, answer in operation["responses"].items()
    }
    return {**operation, "operationId": name, "responses": answers}
