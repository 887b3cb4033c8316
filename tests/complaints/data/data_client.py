"""Reads the data files as a program does."""

import csv
import io

from bs4 import BeautifulSoup

BASE = "/super-complaints/data/"
LIST = "/super-complaints/recommendations/"
FEED = "/super-complaints/updates.atom"
LISTS = ["super-complaints", "recommendations", "actions", "updates"]
FILES = [f"{name}.{ending}" for name in LISTS for ending in ("csv", "json")]
ADDRESSES = [
    *(f"{BASE}{name}" for name in [*FILES, "schema.json", "data.json"]),
    FEED,
    BASE,
]


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


def addresses_on_the_list_page(client, query: str) -> list[str]:
    """Return the addresses of what the list shows with the filters of ``query``, on all its pages."""
    found = []
    address = f"{LIST}{query}"
    while address:
        page = BeautifulSoup(client.get(address).content, "html.parser")
        found += [link["href"] for link in page.select("tr.row th > a")]
        following = page.select_one("a[rel=next]")
        address = following and f"{LIST}{following['href']}"
    return found
