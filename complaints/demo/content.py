"""Reads the files of the initial content."""

import re
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def read(name: str) -> dict[str, Any]:
    """Return what the file ``name`` says."""
    return _with_lines_joined(tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def super_complaints() -> list[dict[str, Any]]:
    """Return the super-complaints in their order on the site, each with its recommendations."""
    files = sorted((FOLDER / "super_complaints").glob("*.toml"))
    return [read(f"super_complaints/{file.stem}") for file in files]


def services() -> list[dict[str, Any]]:
    """Return the services that help, from the page about staying safe online."""
    blocks = [block["support_services"] for block in read("safety")["body"] if "support_services" in block]
    return [service for block in blocks for service in block["services"]]


def wording() -> dict[str, Any]:
    """Return the wording of the site, with the services that it names."""
    by_name = {service["name"]: service for service in services()}
    found = read("wording")
    return {**found, "support_services": [{"service": by_name[name]} for name in found["support_services"]]}


def _with_lines_joined(value: Any) -> Any:
    """Return ``value`` with its lines joined: by nothing between two tags, by a space elsewhere."""
    if isinstance(value, str):
        return re.sub(r"(?<=>)\n(?=<)", "", value.strip()).replace("\n", " ")
    if isinstance(value, list):
        return [_with_lines_joined(each) for each in value]
    if isinstance(value, dict):
        return {name: _with_lines_joined(each) for name, each in value.items()}
    return value
