"""The files can be joined by their values, and one column says what is past a deadline."""

import pytest

from complaints.catalogue.reader import read_catalogue
from pages.core.partial_dates import PartialDate
from tests.factories import change_live, publish

from .data_client import csv_rows, entries

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

    rows = {row["field"]: row for row in csv_rows(client, "changes.csv") if row["id"] == ID}
    [told] = [row for row in csv_rows(client) if row["id"] == ID]
    for name in ("deadline", "wording_checked", "last_reported", "status"):
        assert rows[name]["new_code"] == told[name] != "", name
    assert (rows["deadline"]["new"], rows["deadline"]["old_code"]) == ("March 2027", "2025-03")
    assert rows["wording_checked"]["old_code"] == "true"


def test_every_row_has_the_theme_the_deadline_to_respond_and_the_date_of_the_report(demonstration, client):
    reports = {each["id"]: each for each in entries(client, "super-complaints")}
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


def test_one_column_says_what_is_past_a_deadline_as_the_list_of_recommendations_does(demonstration, client):
    rows = csv_rows(client)
    address = "/super-complaints/recommendations/recommendations.csv?progress=overdue"
    listed = client.get(address).content.decode()

    past = {row["id"] for row in rows if row["past_a_deadline"] == "true" and not row["part_of"]}

    assert past
    for row in rows:
        if not row["part_of"] and row["past_a_deadline"]:
            assert (f"\n{row['id']}," in listed) == (row["id"] in past), row["id"]
