"""The data conforms to its published schemas, and the data page explains every field."""

import re

import pytest
from bs4 import BeautifulSoup

from complaints.data import fields
from complaints.vocabulary import DeadlineKind, DetailedStatus, Knowledge, Status
from pages.moderation.approval.roles import MODERATORS
from pages.moderation.models import PublishedVersion
from pages.moderation.takedown import take_down
from tests.factories import UserFactory

from .data_client import BASE, csv_rows

JSON_FILES = ["recommendations", "super-complaints"]
CSV_FILES = ["recommendations.csv", "changes.csv"]


@pytest.fixture
def everything(recommendation, unanswered):
    """A recommendation with everything, one without an answer, and one that was taken down."""
    gone = type(recommendation).objects.get(pk=unanswered.pk)
    take_down(
        gone,
        UserFactory(roles=[MODERATORS]),
        PublishedVersion.WithdrawalReason.LEGAL,
        "An order.",
    )


def validator(client, name: str):
    # It takes a second to load, in every process of a run.
    from jsonschema import Draft202012Validator, FormatChecker

    schema = client.get(f"{BASE}{name}.schema.json").json()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def test_the_json_keeps_to_its_published_schema_which_explains_what_a_missing_value_means(
    client, everything, unanswered
):
    for name in JSON_FILES:
        validator(client, name).validate(client.get(f"{BASE}{name}.json").json())
        assert (
            "not known is null"
            in client.get(f"{BASE}{name}.schema.json").json()["description"]
        )
    metadata = client.get(f"{BASE}recommendations.csv-metadata.json").json()
    assert "empty in CSV" in metadata["dc:description"]
    assert "not known is null" in client.get(BASE).content.decode()


def test_the_schema_refuses_what_is_wrong(client, recommendation):
    content = client.get(f"{BASE}recommendations.json").json()
    schema = validator(client, "recommendations")
    [row] = content["recommendations"]
    for field, value in [
        ("url", "not an address"),
        ("deadline", "March 2025"),
        ("last_published", "yesterday"),
        ("last_reported", "31 January 2025"),
        ("status", "nearly"),
        ("deadline_known", "unknown"),
        ("detailed_status", "past_deadline"),
        ("position", "accepts"),
        ("passed_limit", "a limit"),
        ("id", None),
        ("slipped", "no"),
        ("actions", None),
    ]:
        assert not schema.is_valid(
            {**content, "recommendations": [{**row, field: value}]}
        ), field
    assert schema.is_valid(content)


def test_the_schema_names_exactly_the_fields_of_the_data(client, everything):
    for name in JSON_FILES:
        schema = client.get(f"{BASE}{name}.schema.json").json()

        def compare(value, described):
            if isinstance(value, dict):
                assert (
                    set(value)
                    == set(described["properties"])
                    == set(described["required"])
                )
                for key, part in value.items():
                    compare(part, described["properties"][key])
            elif isinstance(value, list):
                for part in value:
                    compare(part, described["items"])

        compare(client.get(f"{BASE}{name}.json").json(), schema)


def fits(datatype, value: str) -> bool:
    """Tell whether ``value`` is of a datatype of CSV on the Web."""
    patterns = {
        "string": r"(?s).*",
        "anyURI": r"https?://\S+",
        "nonNegativeInteger": r"\d+",
        "boolean": "true|false",
        "date": r"\d{4}-\d\d-\d\d",
        "dateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d",
    }
    pattern = datatype["format"] if isinstance(datatype, dict) else patterns[datatype]
    return bool(re.fullmatch(pattern, value))


def test_the_csv_keeps_to_the_metadata_beside_it(client, everything):
    for name in CSV_FILES:
        metadata = client.get(f"{BASE}{name}-metadata.json").json()
        described = metadata["tableSchema"]["columns"]
        rows = csv_rows(client, name)

        assert metadata["url"] == name, name
        assert [column["name"] for column in described] == list(rows[0]), name
        for column in described:
            empty = column.get("null", "")
            for row in rows:
                cell = row[column["name"]]
                values = (
                    cell.split(column["separator"]) if "separator" in column else [cell]
                )
                for value in values:
                    assert value in empty or fits(column["datatype"], value), (
                        column,
                        value,
                    )


@pytest.fixture
def page(client, recommendation):
    return BeautifulSoup(client.get(BASE).content, "html.parser")


@pytest.fixture
def fields_page(client, page):
    address = page.main.find("a", string="Fields and codes of the data")["href"]
    return BeautifulSoup(client.get(address).content, "html.parser")


def test_the_page_explains_every_column_and_every_property(client, page, fields_page):
    explained = {code.text.strip() for code in fields_page.select("td code, th code")}
    # The page says once that each field with a code has one with its words.
    assert (
        "_label"
        in page.find("h2", string="How to read the files").find_parent("section").text
    )
    explained |= {f"{name}_label" for name in explained}

    for name in CSV_FILES:
        assert set(csv_rows(client, name)[0]) <= explained
    for name in JSON_FILES:
        schema = client.get(f"{BASE}{name}.schema.json").json()
        assert (
            set(_names(schema["properties"][name.replace("-", "_")]["items"]))
            <= explained
        )


def _names(schema, above=""):
    for name, described in schema["properties"].items():
        if described.get("type") != "array":
            yield above + name
        elif "properties" in described["items"]:
            yield from _names(described["items"], f"{above}{name}[].")
        else:
            yield f"{above}{name}[]"


def test_the_page_lists_what_each_code_means_and_fields_lead_there(fields_page):
    listed = {code.text.strip() for code in fields_page.select("dt code")}
    anchors = {heading["id"] for heading in fields_page.select("h3[id]")}

    assert {
        *Status.values,
        *DetailedStatus.values,
        *Knowledge.values,
        *DeadlineKind.values,
    } <= listed
    assert {f"code-{code.name}" for code in fields.ALL_CODE_LISTS} == anchors
    assert {link["href"][1:] for link in fields_page.select("td a")} <= anchors


def test_the_page_states_licence_attribution_and_addresses(client, page):
    [licence] = page.select("a[rel=license]")
    links = {link["href"] for link in page.main.find_all("a")}

    assert "open-government-licence/version/3" in licence["href"]
    assert (
        "Contains information from Northamptonshire Police, licensed under the"
        in page.main.text
    )
    for link in links:
        if link.startswith("/super-complaints/"):
            assert client.get(link).status_code == 200, link
    assert page.find("link", type="application/atom+xml")["href"].endswith(
        "updates.atom"
    )
    crumbs = [link.text for link in page.select(".govuk-breadcrumbs__link")]
    assert crumbs == ["Home", "Super-complaints"]
