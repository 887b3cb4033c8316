"""The JSON keeps to its published schema, and the CSV has the same fields."""

import pytest
from bs4 import BeautifulSoup

from pages.moderation.approval.roles import MODERATORS
from pages.moderation.models import PublishedVersion
from pages.moderation.takedown import take_down
from tests.factories import UserFactory

from .data_client import BASE, LISTS, csv_rows, entries


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


@pytest.fixture
def schema(client, section):
    return client.get(f"{BASE}schema.json").json()


@pytest.fixture
def validator(schema):
    # It takes a second to load, in every process of a run.
    from jsonschema import Draft202012Validator, FormatChecker

    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def test_each_json_file_keeps_to_the_schema(client, everything, validator):
    for name in LISTS:
        content = client.get(f"{BASE}{name}.json").json()
        assert content[name.replace("-", "_")], name
        validator.validate(content)


def test_schema_and_page_explain_what_a_missing_value_means(client, schema):
    assert "not known is null in JSON and empty in CSV" in schema["description"]
    assert schema["description"] in client.get(BASE).content.decode()


def test_the_schema_refuses_what_is_wrong(client, recommendation, validator):
    content = client.get(f"{BASE}recommendations.json").json()
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
        wrong = {**content, "recommendations": [{**row, field: value}]}
        assert not validator.is_valid(wrong), field
    assert not validator.is_valid({**content, "actions": []}), "two lists"
    assert validator.is_valid(content)


def compare(value, described) -> None:
    """Check that ``value`` has exactly the fields that are ``described``, each with its meaning."""
    if isinstance(value, dict):
        fields = described["properties"]
        assert set(value) == set(fields) == set(described["required"])
        for key, part in value.items():
            assert fields[key]["description"], key
            compare(part, fields[key])
    elif isinstance(value, list):
        for part in value:
            compare(part, described["items"])


def test_the_schema_names_and_explains_exactly_the_fields_of_the_data(
    client, everything, schema
):
    for name in LISTS:
        items = schema["properties"][name.replace("-", "_")]["items"]
        described = schema["$defs"][items["$ref"].rpartition("/")[2]]
        for entry in entries(client, name):
            compare(entry, described)


def test_the_columns_of_each_csv_file_are_all_different(client, everything):
    for name in LISTS:
        text = client.get(f"{BASE}{name}.csv").content.decode()
        header = text.partition("\r\n")[0].split(",")
        assert len(header) == len(set(header)), name


def test_a_cell_of_the_csv_is_the_value_of_the_json(client, everything):
    for name in LISTS:
        compared = 0
        for row, entry in zip(
            csv_rows(client, f"{name}.csv"), entries(client, name), strict=True
        ):
            for column in row.keys() & entry.keys():
                value = entry[column]
                if value is None:
                    expected = ""
                elif isinstance(value, bool):
                    expected = str(value).lower()
                elif isinstance(value, list):
                    expected = "\n".join(value)
                else:
                    expected = str(value)
                assert row[column] == expected, (name, column)
                compared += 1
        assert compared > 5, name


def test_actions_and_updates_are_those_of_the_recommendations(client, recommendation):
    [entry] = entries(client)
    own = {
        "recommendation": entry["id"],
        "recommendation_url": entry["url"],
        "publisher": entry["publisher"],
    }

    for name, nested in (("actions", "actions"), ("updates", "progress_updates")):
        assert entries(client, name) == [own | each for each in entry[nested]] != []


def test_the_page_states_licence_attribution_and_addresses(client, recommendation):
    page = BeautifulSoup(client.get(BASE).content, "html.parser")
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
    for name in LISTS:
        assert {f"{BASE}{name}.csv", f"{BASE}{name}.json"} <= links
    assert page.find("link", type="application/atom+xml")["href"].endswith(
        "updates.atom"
    )
    crumbs = [link.text for link in page.select(".govuk-breadcrumbs__link")]
    assert crumbs == ["Home", "Super-complaints"]
