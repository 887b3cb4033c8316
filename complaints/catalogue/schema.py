"""Turns what stands in a TOML file into records, whose fields are the schema. Names every fault at once."""

import re
import tomllib
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, get_type_hints

from pages.core.partial_dates import PartialDate

NAMES_OF_TYPES = {str: "text", bool: "true or false", int: "whole number"}


def read_toml(path: Path, faults: list[str]) -> dict[str, Any]:
    """Return what is in the file, lines of a text joined; a file that cannot be read is a fault."""
    try:
        return join_lines(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        faults.append(f"{path.name}: {error}")
        return {}


def join_lines(value: Any) -> Any:
    """Return ``value`` with its lines joined: without a space between two tags, with one elsewhere."""
    if isinstance(value, str):
        return re.sub(r"(?<=>)\n(?=<)", "", value.strip()).replace("\n", " ")
    if isinstance(value, list):
        return [join_lines(each) for each in value]
    if isinstance(value, dict):
        return {name: join_lines(each) for name, each in value.items()}
    return value


def build_all(record: type, values: Any, place: str, faults: list[str]) -> list[Any]:
    """Return a ``record`` for each of ``values``; what does not fit is added to ``faults``."""
    if not isinstance(values, list):
        faults.append(f"{place}: is no list.")
        return []
    return [
        build(record, each, f"{place}, {_name_of(each) or place_in_list}", faults)
        for place_in_list, each in enumerate(values, 1)
    ]


def _name_of(values: Any) -> str:
    return str(values.get("identifier") or values.get("name") or "") if isinstance(values, dict) else ""


def build(record: type, values: Any, place: str, faults: list[str]) -> Any:
    """Return ``values`` as a ``record``; what does not fit is added to ``faults``, and then ``None``."""
    if not isinstance(values, dict):
        faults.append(f"{place}: is no table.")
        return None
    before = len(faults)
    hints = get_type_hints(record)
    faults += [f"{place}: there is no field “{name}”." for name in values if name not in hints]
    read: dict[str, Any] = {}
    for each in fields(record):
        if each.name in values:
            read[each.name] = _value(hints[each.name], values[each.name], f"{place}, {each.name}", faults)
        elif each.default is MISSING and each.default_factory is MISSING:
            faults.append(f"{place}: “{each.name}” is missing.")
    return record(**read) if len(faults) == before else None


def _value(hint: Any, value: Any, place: str, faults: list[str]) -> Any:
    if hint == tuple[str, ...]:
        return _texts(value, place, faults)
    if records := [each for each in getattr(hint, "__args__", ()) if each is not type(None)]:
        if records[-1] is Ellipsis:
            return tuple(build_all(records[0], value, place, faults))
        hint = records[0]  # it may be missing
    if hint is PartialDate:
        return _date(value, place, faults)
    if isinstance(hint, type) and is_dataclass(hint):
        return build(hint, value, place, faults)
    # A truth value is a number to Python.
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)) or value == "":
        faults.append(f"{place}: is no {NAMES_OF_TYPES[hint]}.")
    return value


def _texts(value: Any, place: str, faults: list[str]) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(each, str) and each for each in value):
        return tuple(value)
    faults.append(f"{place}: is no list of texts.")
    return ()


def _date(value: Any, place: str, faults: list[str]) -> PartialDate | None:
    try:
        return PartialDate.parse(value)
    except (TypeError, ValueError):
        faults.append(f"{place}: write the date in quotation marks, as “2024-09-27”, “2024-09” or “2024”.")
        return None
