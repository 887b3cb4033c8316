"""The recipes in ``docs/data.md`` give the right answers from the published files, word for word."""

import csv
import re
import subprocess
from collections import Counter
from urllib.parse import urlsplit

import duckdb
import pytest
from openpyxl import Workbook

from complaints.vocabulary import Status
from site_config.settings.environment import PROJECT_DIR

from .data_client import BASE, addresses_on_the_list_page, csv_rows, entries

pytestmark = pytest.mark.django_db
RECIPE = re.compile(
    r"^\*\*(?P<question>.+?)\*\*.*?^```(?P<language>\w+)\n(?P<code>.+?)^```$",
    re.DOTALL | re.M,
)


def read_recipes() -> dict[str, tuple[str, str]]:
    """Return the language and the code of each recipe, by its question."""
    guide = (PROJECT_DIR / "docs" / "data.md").read_text(encoding="utf-8")
    section = guide.partition("## Five recipes\n")[2].partition("\n## ")[0]
    recipes = {}
    for found in RECIPE.finditer(section):
        recipes[found["question"]] = (found["language"], found["code"])
    return recipes


RECIPES = read_recipes()


@pytest.fixture
def folder(demonstration, client, tmp_path, monkeypatch):
    """A folder with the published file, in which the recipes are run."""
    content = client.get(f"{BASE}recommendations.csv").content
    (tmp_path / "recommendations.csv").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def code_of(question: str, language: str) -> str:
    """Return the code of the recipe, which has to be in ``language``."""
    found, code = RECIPES[question]
    assert found == language
    return code


def rows_of(question: str) -> list[tuple]:
    """Return what DuckDB finds by the recipe, exactly as it is printed."""
    return duckdb.sql(code_of(question, "sql")).fetchall()


def test_duckdb_finds_what_the_list_shows_as_overdue(folder, client):
    past = rows_of("Which recommendations are past a deadline?")

    addresses = {row["id"]: urlsplit(row["url"]).path for row in csv_rows(client)}
    shown = addresses_on_the_list_page(client, "?progress=overdue")
    assert sorted(addresses[row[0]] for row in past) == sorted(shown) != []


def test_duckdb_makes_a_row_for_each_organisation(folder, client):
    organisations = rows_of("What has each organisation published?")

    expected = [
        (entry["id"], each["name"], each["position_label"], each["status_label"])
        for entry in entries(client)
        for each in entry["respondents"]
    ]
    assert organisations == expected != []


def test_duckdb_counts_statuses_as_the_pages_do(folder, client):
    rows = rows_of("How many recommendations of each report have which status?")
    counted = {(report, label): number for report, label, number in rows}

    expected = {}
    for report in entries(client, "super-complaints"):
        for status in Status:
            if number := report[f"count_{status}"]:
                expected[report["id"], status.label] = number
    assert counted == expected != {}


def test_duckdb_joins_two_forces_by_the_identifiers(folder, client):
    """The other force lists its rows in another order, lacks one of ours, and has one that we lack."""
    rows = csv_rows(client)
    missing = rows[0]["id"]
    others = []
    for row in reversed(rows[1:]):
        title = f"Their title of {row['id']}"
        others.append(row | {"title": title, "status_label": f"Theirs: {row['id']}"})
    added = {"id": "zebras/recommendation-1", "title": "New", "status_label": "Theirs"}
    others.append(others[0] | added)
    with (folder / "other-force.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(others)

    joined = rows_of("What do two forces say about the same recommendation?")

    expected = []
    for row in rows:
        theirs = None if row["id"] == missing else f"Theirs: {row['id']}"
        expected.append((row["id"], row["title"], row["status_label"], theirs))
    expected.append((added["id"], "New", None, "Theirs"))
    assert joined == sorted(expected)


@pytest.mark.slow
def test_a_spreadsheet_counts_what_is_past_a_deadline(folder, client):
    """Gnumeric works the formula out, in a workbook with the file as a sheet."""
    workbook = Workbook()
    answer = workbook.active
    answer["A1"] = code_of(
        "How many recommendations are past a deadline?", "text"
    ).strip()
    sheet = workbook.create_sheet("recommendations")
    with (folder / "recommendations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            sheet.append(row)
    workbook.save(folder / "answer.xlsx")

    subprocess.run(
        ["/usr/bin/ssconvert", "--recalc", "answer.xlsx", "answer.csv"],
        check=True,
        timeout=120,
    )

    codes = Counter(row["past_a_deadline"] for row in csv_rows(client))
    assert int((folder / "answer.csv").read_text()) == codes["yes"] > 0


def test_each_recipe_is_run_by_one_of_these_tests():
    tests = (
        PROJECT_DIR / "tests/complaints/data/test_recipes_of_the_data.py"
    ).read_text(encoding="utf-8")

    tests = re.sub(r"\(\s+", "(", tests)  # however the formatter breaks its lines
    assert len(RECIPES) == 5
    for question in RECIPES:
        assert f'_of("{question}"' in tests, question
