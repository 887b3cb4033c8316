"""What explains the data: the page for people, and the OpenAPI description for programs."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from . import data_files, field_descriptions, file_formats
from .changes import CHANGE_FIELDS
from .data_files import DataFile
from .field_descriptions import NOT_KNOWN, CodeType, FieldGroup, place_fields
from .fields import ALL_CODE_LISTS, RECOMMENDATION_FIELDS, SUPER_COMPLAINT_FIELDS
from .json_ld import json_ld_script
from .published_section import PublishedSection

DATA_VERSION = "4"
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
        (
            "Last-Modified",
            "When the content last changed; left out in the first second.",
            {},
        ),
        ("Access-Control-Allow-Origin", "Any page may read it.", {"const": "*"}),
    )
}
CONDITIONAL_HEADERS = [
    {"name": name, "in": "header", "description": meaning, "schema": {"type": "string"}}
    for name, meaning in (
        (
            "If-None-Match",
            "The ETag of what is known: if it is still so, the answer is 304.",
        ),
        ("If-Modified-Since", "The Last-Modified of what is known, likewise."),
    )
]
OTHER_PARAMETERS = (
    "The address has query parameters that are not described here: ask without them."
)
LOCATION_HEADER = {
    "Location": {
        "description": "The address without them.",
        "schema": {"type": "string"},
    }
}
PAGE_PARAMETER = {
    "name": "page",
    "in": "query",
    "description": "The page of the feed, 50 entries each, the newest first. Anything else gives the first.",
    "schema": {"type": "string"},
}


def openapi_description(section: PublishedSection) -> dict[str, Any]:
    operations = {
        reverse(file.url_name): _file_operation(file)
        for file in data_files.FILES_BY_NAME.values()
    }
    operations[reverse("updates")] = _operation(
        FEED_NAME, "What was published", ATOM, "string", PAGE_PARAMETER
    )
    operations[reverse(f"data/{FILE_NAME}")] = _operation(
        FILE_NAME, "This description", data_files.JSON
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Super-complaints and what {section.publisher} does about them",
            "version": DATA_VERSION,
            "description": f"Read-only, without a key. {section.absolute_address('data')} explains it.",
            "license": {
                "name": field_descriptions.LICENCE_NAME,
                "url": field_descriptions.LICENCE_ADDRESS,
            },
        },
        "servers": [{"url": section.site.root_url}],
        "paths": {
            path: {"get": operation, "head": _head_operation(operation)}
            for path, operation in operations.items()
        },
        "components": {
            "schemas": {
                name: file_formats.json_schema(*described)
                for name, described in SCHEMAS_OF_JSON_FILES.items()
            }
        },
    }


def _file_operation(file: DataFile) -> dict[str, Any]:
    schema = {"type": "object"}
    if file.media_type == data_files.CSV:
        schema = {"type": "string"}
    if file.name in SCHEMAS_OF_JSON_FILES:
        schema = {"$ref": f"#/components/schemas/{file.name}"}
    return _operation(file.name, file.title, file.media_type, schema)


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
    name = operation["operationId"].replace("get", "head", 1)
    answers = {
        status: {"description": answer["description"], "headers": answer["headers"]}
        for status, answer in operation["responses"].items()
    }
    return {**operation, "operationId": name, "responses": answers}


PAGE_TITLE = "Data"
FIELDS_PAGE_TITLE = "Fields and codes of the data"


def _with_line_breaks(name: str) -> SafeString:
    """Return ``name`` with places at which a browser may break the line."""
    words = re.split(r"(?<=[_.])", name)
    return format_html_join(SafeString("<wbr>"), "{}", ((word,) for word in words))


def field_rows(group: FieldGroup, prefix: str | None = "") -> Iterator[dict[str, str]]:
    """Yield the fields as the page lists them; without a ``prefix`` there is no CSV file."""
    for field in place_fields(group, prefix=prefix):
        if field.path.endswith("_label"):
            continue  # the page says once that each code has one
        type_words = []
        if field.is_list:
            type_words.append("list")
        if not isinstance(field.type, FieldGroup):
            type_words.append(field.type.words)
        code = ""
        if isinstance(field.type, CodeType):
            code = field.type.name
        yield {
            "name": _with_line_breaks(field.path),
            "column": _with_line_breaks(field.column),
            "meaning": field.meaning,
            "type": ": ".join(type_words),
            "code": code,
        }


def fields_page_context(section: PublishedSection) -> dict[str, object]:
    """Return what the page on fields and codes shows.

    It changes with a release alone.
    """
    return {
        "page": section.index_page,
        "subpage_title": FIELDS_PAGE_TITLE,
        "tables": [
            (
                "recommendations",
                "Recommendations",
                list(field_rows(RECOMMENDATION_FIELDS)),
            ),
            (
                "super-complaints",
                "Super-complaints",
                list(field_rows(SUPER_COMPLAINT_FIELDS, prefix=None)),
            ),
            ("changes", "Changes", list(field_rows(CHANGE_FIELDS))),
        ],
        "codes": ALL_CODE_LISTS,
    }


def data_page_context(section: PublishedSection) -> dict[str, object]:
    changed = data_files.last_change_of_data(section)
    return {
        "page": section.index_page,
        "subpage_title": PAGE_TITLE,
        "summary": data_files.SUMMARY,
        "changed": changed,
        "not_known": NOT_KNOWN,
        "files": [(file, reverse(file.url_name)) for file in data_files.DATA_FILES],
        "schemas": [
            (file, reverse(file.url_name))
            for file in (data_files.CATALOGUE_FILE, *data_files.SCHEMA_FILES)
        ],
        "feed": reverse("updates"),
        "openapi": reverse(f"data/{FILE_NAME}"),
        "licence": {
            "name": field_descriptions.LICENCE_NAME,
            "address": field_descriptions.LICENCE_ADDRESS,
            "attribution": field_descriptions.attribution(section.publisher),
        },
        "json_ld": json_ld_script(
            data_files.describe_for_search_engines(
                section, data_files.DATA_FILES, changed
            )
        ),
    }
