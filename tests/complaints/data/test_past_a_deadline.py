"""The files agree with each other, and one column says what is past a deadline."""

from urllib.parse import urlsplit

import pytest

from complaints.catalogue.reader import read_catalogue

from .data_client import addresses_on_the_list_page, csv_rows, entries

pytestmark = pytest.mark.django_db


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
