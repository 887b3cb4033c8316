"""The files can be joined by their values, and one column says what is past a deadline."""

from collections import Counter
from urllib.parse import urlsplit

import pytest

from complaints.catalogue.reader import read_catalogue
from pages.core.partial_dates import PartialDate
from tests.factories import change_live, publish

from .data_client import addresses_on_the_list_page, csv_rows, entries

pytestmark = pytest.mark.django_db
ID = "stalking/recommendation-7.1"


def test_a_change_has_the_very_value_that_the_other_file_has(client, recommendation):
    changed = change_live(
        recommendation,
        deadline=PartialDate(2027, 3),
        deadline_printed="by March 2027",
        wording_checked=False,
        change_note="The deadline moved.",
    )
    publish(changed)

    rows = {
        row["field"]: row for row in csv_rows(client, "changes.csv") if row["id"] == ID
    }
    [told] = [row for row in csv_rows(client) if row["id"] == ID]
    for name in ("deadline", "wording_checked", "last_reported", "status"):
        assert rows[name]["new_code"] == told[name] != "", name
    assert (rows["deadline"]["new"], rows["deadline"]["old_code"]) == (
        "March 2027",
        "2025-03",
    )
    assert rows["wording_checked"]["old_code"] == "true"


def test_every_row_has_the_theme_the_deadline_to_respond_and_the_date_of_the_report(
    demonstration, client
):
    reports = {entry["id"]: entry for entry in entries(client, "super-complaints")}
    rows = csv_rows(client)

    assert {row["status"] for row in rows} >= {"without_page", "past_deadline"}
    for row in rows:
        report = reports[row["super_complaint"]]
        for name in ("respond_by", "report_published"):
            assert row[name] == (report[name] or ""), row["id"]
        item = read_catalogue().item(row["id"])
        if item:
            assert row["theme"] == item.theme, row["id"]
    assert all(row["theme"] for row in rows)


def test_every_status_in_the_changes_is_found_in_the_other_file_by_its_code(
    demonstration, client
):
    told = {row["id"]: row for row in csv_rows(client)}
    columns = {
        "status": "status",
        "statuses": "respondent_status",
        "last_reported": "last_reported",
    }
    compared = Counter()

    for row in csv_rows(client, "changes.csv"):
        column = columns.get(row["field"])
        if column:
            assert row["new_code"] == told[row["id"]][column] != "", (
                row["id"],
                row["field"],
            )
            compared[row["field"]] += 1

    assert all(compared[field] > 10 for field in columns)


def test_the_statuses_of_organisations_have_a_line_of_codes_as_in_the_other_file(
    client, recommendation
):
    actions = list(recommendation.actions.all())
    for action in actions:
        action.status, action.completed = "complete", PartialDate(2025, 3, 1)
    publish(change_live(recommendation, actions=actions, change_note="All done."))

    [_, changed] = [
        row for row in csv_rows(client, "changes.csv") if row["field"] == "statuses"
    ]
    [told] = csv_rows(client)
    assert changed["old_code"] == "past_deadline\npast_deadline"
    assert (
        changed["new_code"]
        == told["respondent_status"]
        == "marked_complete\npast_deadline"
    )
    words = [line.partition(":")[0] for line in changed["new"].split("\n")]
    assert words == told["respondent_name"].split("\n")


def test_what_is_past_a_deadline_in_the_file_is_what_the_list_shows_as_overdue(
    demonstration, client
):
    rows = csv_rows(client)

    past = [
        urlsplit(row["url"]).path for row in rows if row["past_a_deadline"] == "yes"
    ]

    shown = addresses_on_the_list_page(client, "?progress=overdue")
    assert sorted(past) == sorted(shown)
    assert len(past) == len(set(past)) > 10
    # What the list does not count is no row of the answer.
    parts = {row["id"] for row in rows if row["past_a_deadline"] == "part"}
    assert parts == {
        row["id"] for row in rows if row["part_of"] or row["kind"] == "part"
    }
    assert len(parts) == 3
    assert {
        row["status"] for row in rows if row["past_a_deadline"] == "not_tracked"
    } <= {"without_page", "for_others", "no_addressees", "addressees_not_entered"}
