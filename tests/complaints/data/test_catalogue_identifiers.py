"""The rows of a force have the identifiers of the catalogue, by which those of all forces join."""

import pytest

from complaints.catalogue.reader import read_catalogue

from .data_client import csv_rows, entries

pytestmark = pytest.mark.django_db


def test_each_recommendation_of_the_catalogue_is_one_row_and_one_entry(
    demonstration, client
):
    wanted = [
        report.identifier_of(item)
        for report in read_catalogue().reports
        for item in report.recommendations
    ]
    listed, rows = entries(client), csv_rows(client)

    assert len(wanted) == 42
    assert (
        sorted(row["id"] for row in rows)
        == sorted(entry["id"] for entry in listed)
        == sorted(wanted)
    )
    assert {entry["publisher"] for entry in listed} == {"Northamptonshire Police"}
    # Nobody silent has a position, and nobody who responded is silent.
    for row in rows:
        codes, positions = (
            row["respondent_detailed_status"].split("\n"),
            row["respondent_position"].split("\n"),
        )
        silent = {"not_answered", "deadline_passed"}
        for code, position in zip(codes, positions, strict=True):
            assert (code in silent) == (position == "no_response") or not code, row[
                "id"
            ]
        assert not (silent.intersection(codes) and row["position"] == "accepted"), row[
            "id"
        ]


def test_no_row_has_an_empty_cell_where_a_code_says_what_is_not_known(
    demonstration, client
):
    names = ("status", "position", "addressees_known", "deadline_known", "lead_known")
    for row in csv_rows(client):
        assert all(row[name] for name in names), row["id"]
        has_page = row["status"] != "without_page"
        assert has_page == ("#" not in row["url"]), row["id"]
        assert has_page or row["position"] == "no_response", row["id"]
        actions = row["action_title"].split("\n") if row["action_title"] else []
        for name in ("owner_known", "status", "due_date_known", "completed_known"):
            codes = row[f"action_{name}"].split("\n") if actions else []
            assert len(codes) == len(actions) and all(codes), (row["id"], name)
