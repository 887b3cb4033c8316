"""The recipes in ``docs/data.md`` give the right answers from the published files, word for word."""

import csv
import re
import subprocess
from collections import Counter
from urllib.parse import urlsplit

import duckdb
import pandas
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
FILES = ("recommendations.csv", "changes.csv")


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
    """A folder with the published files, in which the recipes are run."""
    for name in FILES:
        (tmp_path / name).write_bytes(client.get(BASE + name).content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def code_of(question: str, language: str) -> str:
    """Return the code of the recipe, which has to be in ``language``."""
    found, code = RECIPES[question]
    assert found == language
    return code


def run_python(code: str) -> dict:
    """Run ``code`` and return its names."""
    names: dict = {}
    exec(code, names)  # noqa: S102
    return names


def test_pandas_finds_what_the_list_shows_as_overdue(folder, client, capsys):
    past = run_python(code_of("Which recommendations are past a deadline?", "python"))[
        "past"
    ]

    shown = addresses_on_the_list_page(client, "?progress=overdue")
    assert (
        sorted(urlsplit(address).path for address in past["url"]) == sorted(shown) != []
    )
    assert "stalking/recommendation-7 " in capsys.readouterr().out


def test_pandas_makes_a_row_for_each_organisation(folder, client, capsys):
    code = code_of("What has each organisation published?", "python")
    organisations: pandas.DataFrame = run_python(code)["organisations"]

    expected = [
        (entry["id"], each["name"], each["position_label"], each["status_label"])
        for entry in entries(client)
        for each in entry["respondents"]
    ]
    assert list(organisations.itertuples(name=None)) == expected != []


def test_duckdb_counts_statuses_as_the_pages_do(folder, client):
    code = code_of("How many recommendations of each report have which status?", "sql")
    counted = {
        (report, label): number for report, label, number in duckdb.sql(code).fetchall()
    }

    expected = {}
    for report in entries(client, "super-complaints"):
        for status in Status:
            if number := report[f"count_{status}"]:
                expected[report["id"], status.label] = number
    assert counted == expected != {}


def test_duckdb_joins_the_changes_with_what_is_so_today(folder, client):
    code = code_of("Which status did a publication show, and which is it today?", "sql")
    joined = duckdb.sql(code).fetchall()

    told = {row["id"]: row["status"] for row in csv_rows(client)}
    changed = [
        row for row in csv_rows(client, "changes.csv") if row["field"] == "status"
    ]
    assert len(joined) == len(changed) > 0
    # Nothing but the first publication has happened.
    for _, identifier, before, after, today in joined:
        assert (before, after, today) == (None, told[identifier], told[identifier])


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
        assert f'code_of("{question}"' in tests, question
