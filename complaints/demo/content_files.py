"""Reads the files of the initial content."""

import re
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def read_content_file(name: str) -> dict[str, Any]:
    """Return the content of the file ``name``."""
    return _join_lines(tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def read_super_complaints() -> list[dict[str, Any]]:
    """Return the super-complaints in the order of the site, each with its recommendations."""
    files = sorted((FOLDER / "super_complaints").glob("*.toml"))
    return [_with_support_services(read_content_file(f"super_complaints/{file.stem}")) for file in files]


def read_support_services() -> list[dict[str, Any]]:
    """Return the support services on the page about staying safe online."""
    blocks = [
        block["support_services"]
        for block in read_content_file("safety")["body"]
        if "support_services" in block
    ]
    return [service for block in blocks for service in block["services"]]


def read_site_wording() -> dict[str, Any]:
    """Return the site wording with the support services that it names."""
    return _with_support_services(read_content_file("wording"))


def _with_support_services(fields: dict[str, Any]) -> dict[str, Any]:
    """Return ``fields`` with the services that they name."""
    by_name = {service["name"]: service for service in read_support_services()}
    services = [{"service": by_name[name]} for name in fields.get("support_services", [])]
    return {**fields, "support_services": services}


def _join_lines(value: Any) -> Any:
    """Return ``value`` with its lines joined: without a space between two tags, with one elsewhere."""
    if isinstance(value, str):
        return re.sub(r"(?<=>)\n(?=<)", "", value.strip()).replace("\n", " ")
    if isinstance(value, list):
        return [_join_lines(each) for each in value]
    if isinstance(value, dict):
        return {name: _join_lines(each) for name, each in value.items()}
    return value
