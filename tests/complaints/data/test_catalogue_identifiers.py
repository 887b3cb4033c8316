"""The rows of a force have the identifiers of the catalogue, by which those of all forces join.

That data with other titles and addresses join is tested in ``tests/complaints/joining/``.
"""

import pytest

from .data_client import BASE, csv_rows, entries

pytestmark = pytest.mark.django_db


def test_each_recommendation_of_the_catalogue_is_one_row_and_one_entry(demonstration, client):
    catalogue = client.get(f"{BASE}catalogue.json").json()
    wanted = [item["identifier"] for report in catalogue["reports"] for item in report["recommendations"]]
    listed, rows = entries(client), csv_rows(client)

    assert len(wanted) == 40
    assert sorted(row["id"] for row in rows) == sorted(entry["id"] for entry in listed) == sorted(wanted)
    assert {entry["publisher"] for entry in listed} == {"Northamptonshire Police"}
    # Nobody silent has a position.
    for row in rows:
        states, positions = row["respondent_state"].split("\n"), row["respondent_position"].split("\n")
        silent = [
            position for state, position in zip(states, positions, strict=True) if "not_answered" in state
        ]
        assert not any(silent), row["id"]
        assert not (silent and row["position"] == "accepted"), row["id"]
