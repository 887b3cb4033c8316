"""What readers type leads to the page that they mean, before any other."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.db import connection

from tests.effort import every_nth

SEARCHES = [
    line.split("\t") for line in Path(__file__).with_name("searches.tsv").read_text("utf-8").splitlines()
]
"""What is typed, and the address that must come first, or several if all of them are meant."""


pytestmark = [pytest.mark.usefixtures("demonstration"), pytest.mark.django_db]


@pytest.mark.both_databases
def test_each_search_leads_to_its_page_first(client):
    """SQLite is tried with a third at small effort."""
    searches = SEARCHES if connection.vendor == "postgresql" else every_nth(3, SEARCHES)
    first = {typed: first_address(client.get("/search/", {"q": typed})) for typed, _ in searches}

    wrong = {typed: (first[typed], meant) for typed, meant in searches if first[typed] not in meant.split()}
    assert wrong == {}


def test_the_answer_above_the_results_is_not_counted_with_them(client):
    shown = client.get("/search/", {"q": "done"}).context

    assert shown["place"]
    assert shown["heading"].startswith(f"{shown['paging'].paginator.count} results ")


def first_address(response) -> str:
    main = BeautifulSoup(response.content, "html.parser").main
    link = main.select_one(".page-heading .answer a:has(b), .results__one a")
    return link["href"] if link else ""
