"""Reads the data files as a program does."""

import csv
import io

BASE = "/super-complaints/data/"
FEED = "/super-complaints/updates.atom"
FILES = [
    *("recommendations.csv", "recommendations.json", "super-complaints.json"),
    *("changes.csv", "catalogue.json"),
]
SCHEMAS = [
    "recommendations.csv-metadata.json",
    "recommendations.schema.json",
    "super-complaints.schema.json",
    "changes.csv-metadata.json",
    "catalogue.schema.json",
]
ADDRESSES = [*(f"{BASE}{name}" for name in [*FILES, *SCHEMAS, "openapi.json"]), FEED, BASE]


def csv_rows(client, name: str = "recommendations.csv") -> list[dict[str, str]]:
    """Return the rows of a CSV file by its header, strictly read."""
    text = client.get(BASE + name).content.decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def entries(client, name: str = "recommendations") -> list[dict]:
    """Return what a JSON file lists."""
    return client.get(f"{BASE}{name}.json").json()[name.replace("-", "_")]


def entry_with_id(found: list[dict], identifier: str) -> dict:
    """Return the one entry with ``identifier``."""
    [entry] = [each for each in found if each["id"] == identifier]
    return entry
