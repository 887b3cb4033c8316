"""The catalogue as data: the same bytes at every force that runs the same release."""

from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

from complaints.catalogue.reader import read_catalogue
from complaints.catalogue.records import Report
from pages.core.partial_dates import PartialDate

from . import licence
from .field_descriptions import PARTIAL_DATE_PATTERN

NAME = "catalogue.json"
TITLE = "The reports and their recommendations, without any force’s answer: the same file at every force"
LEFT_OUT = {"sources", "support_services"}
"""What only helps those who write the catalogue, or is no fact about a report."""
TYPES: dict[Any, dict[str, Any]] = {
    str: {"type": ["string", "null"]},
    bool: {"type": "boolean"},
    int: {"type": ["integer", "null"]},
    PartialDate: {"type": ["string", "null"], "pattern": PARTIAL_DATE_PATTERN},
}


def catalogue_values() -> dict[str, Any]:
    """Return the whole file. What is not known is null or an empty list."""
    catalogue = read_catalogue()
    reports = [
        {**_values(report), "recommendations_not_seen": report.not_seen} for report in catalogue.reports
    ]
    # Whole identifiers, by which the data of forces can be joined.
    for report in reports:
        for item in report["recommendations"]:
            item["identifier"] = f"{report['identifier']}/{item['identifier']}"
    return {"version": catalogue.version, "licence": licence.ADDRESS, "reports": reports}


def _values(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, tuple):
        return [_values(each) for each in value]
    if is_dataclass(value):
        names = [each.name for each in fields(value) if each.name not in LEFT_OUT]
        return {name: _values(getattr(value, name)) for name in names}
    return None if value == "" else value


def catalogue_schema() -> dict[str, Any]:
    """Return the JSON Schema of the file, without its address."""
    report = _schema(Report)
    report["properties"]["recommendations_not_seen"] = TYPES[int]
    report["required"].append("recommendations_not_seen")
    texts = {"type": "string"}
    return {
        "title": TITLE,
        "type": "object",
        "properties": {"version": texts, "licence": texts, "reports": {"type": "array", "items": report}},
        "required": ["version", "licence", "reports"],
    }


def _schema(hint: Any) -> dict[str, Any]:
    inner = [each for each in getattr(hint, "__args__", ()) if each is not type(None)]
    if inner and inner[-1] is Ellipsis:
        return {"type": "array", "items": _schema(inner[0])}
    hint = inner[0] if inner else hint
    if hint in TYPES:
        return TYPES[hint]
    hints = {name: each for name, each in get_type_hints(hint).items() if name not in LEFT_OUT}
    return {
        "type": "object",
        "properties": {name: _schema(each) for name, each in hints.items()},
        "required": list(hints),
    }
