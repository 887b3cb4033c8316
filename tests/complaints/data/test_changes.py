"""The file of changes: a row for each field that changed with a publication."""

import datetime
from uuid import uuid4

import pytest
from django.utils import timezone

from complaints.models import DueDate, Response
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.roles import MODERATORS
from pages.moderation.models import PublishedVersion
from pages.moderation.takedown import take_down
from tests.factories import UserFactory, change_live, publish

from .data_client import csv_rows

ID = "stalking/recommendation-7.1"
DERIVED = {"status", "statuses", "last_reported"}


def changes(client, identifier: str = ID) -> list[dict[str, str]]:
    return [row for row in csv_rows(client, "changes.csv") if row["id"] == identifier]


def test_the_first_publication_is_a_row_and_tells_the_status(client, recommendation):
    row, status, statuses, reported = changes(client)
    [told] = csv_rows(client)

    # In the words and codes of the other file.
    assert status["field"] == "status"
    assert (status["old"], status["old_code"]) == ("", "")
    assert status["new"] == f"{told['status_label']} ({told['status_detail']})"
    assert status["new_code"] == told["status"] == "past_deadline"
    assert (statuses["field"], statuses["old"]) == ("statuses", "")
    names, positions, labels, details = (
        told[f"respondent_{name}"].split("\n")
        for name in ("name", "position_label", "status_label", "status_detail")
    )
    assert statuses["new"].split("\n") == [
        f"{name}: {position}, {label} ({detail})"
        for name, position, label, detail in sorted(
            zip(names, positions, labels, details, strict=True)
        )
    ]
    assert (reported["field"], reported["old"], reported["new"]) == (
        "last_reported",
        "",
        "January 2025",
    )
    assert (row["version"], row["field"], row["old"], row["new"]) == (
        "1",
        "(first published)",
        "",
        "",
    )
    assert row["version_url"].endswith("/stalking/recommendation-7-1/history/1/")
    assert client.get(row["version_url"]).status_code == 200


def test_each_field_that_changed_has_a_row_with_old_and_new_and_the_change_note(
    client, recommendation
):
    actions = list(recommendation.actions.all())
    actions[1].due_dates.add(
        DueDate(sort_order=2, due=PartialDate(2026), reason="No trainer yet.")
    )
    for action in actions:
        action.status, action.completed = "complete", PartialDate(2025, 5, 1)
    recommendation.actions = actions
    change_live(
        recommendation, title="Train all officers", change_note="The date moved."
    )
    publish(recommendation)

    rows = {row["field"]: row for row in changes(client) if row["version"] == "2"}

    title, status = rows["title"], rows["status"]
    assert (title["old"], title["new"]) == ("Train every officer", "Train all officers")
    assert {row["change_note"] for row in rows.values()} == {"The date moved."}
    [due] = [row for name, row in rows.items() if name.endswith("due_dates[3].due")]
    assert (due["old"], due["new"], due["field_label"]) == (
        "",
        "2026",
        "Action 2: due date 3",
    )
    assert status["old"].startswith(
        "Past the deadline, not marked complete (the deadline was March 2025"
    )
    # The commissioner has published no action.
    assert (status["old_code"], status["new_code"]) == (
        "past_deadline",
        "past_deadline",
    )
    assert status["field_label"] == "Status"
    done = rows["actions[2].status"]
    assert (done["old"], done["new"]) == ("In progress", "Marked complete")
    assert (done["old_code"], done["new_code"]) == ("in_progress", "complete")

    first = PublishedVersion.objects.for_object(recommendation).first()
    same = {
        field.attname: getattr(first, field.attname)
        for field in PublishedVersion._meta.fields
    }
    PublishedVersion.objects.create(
        **{**same, "id": None, "uuid": uuid4(), "number": 3}
    )
    assert [row["field"] for row in changes(client)][-1] == "(no field changed)"


def test_a_box_that_is_not_ticked_says_nothing_and_a_choice_that_nobody_made_has_a_code(
    client, unanswered, force
):
    for ticked in (True, False):
        publish(change_live(unanswered, no_deadline=ticked, change_note="We looked."))
    answer = Response(respondents=[force], date=PartialDate(2025, 1))
    publish(change_live(unanswered, responses=[answer], change_note="A response."))

    rows = changes(client, "stalking/recommendation-8")
    boxes = [(row["old"], row["new"]) for row in rows if row["field"] == "no_deadline"]
    assert boxes == [("", "Yes"), ("Yes", "")]
    assert "No" not in {row["new"] for row in rows} | {row["old"] for row in rows}
    [position] = [row for row in rows if row["field"] == "responses[1].position"]
    assert (position["old"], position["old_code"]) == ("", "")
    assert (position["new"], position["new_code"]) == ("Not recorded", "not_entered")


def test_rows_stand_in_order_with_the_time_of_their_publication(client, recommendation):
    recommendation.wording_note = "Printed in italic type."
    publish(change_live(recommendation, change_note="Grammar."))

    row = changes(client)[-1]
    assert row["field"] == "wording_note"
    times = [row["published_at"] for row in csv_rows(client, "changes.csv")]
    version = PublishedVersion.objects.for_object(recommendation).first()
    assert times == sorted(times)
    assert datetime.datetime.fromisoformat(times[-1]) == version.published_at.replace(
        microsecond=0
    )


@pytest.mark.parametrize("hide", ["redacted", "taken down"])
def test_a_hidden_version_is_compared_with_nothing(client, recommendation, hide):
    publish(change_live(recommendation, title="CANARY"))
    if hide == "redacted":
        PublishedVersion.objects.filter(number=2).update(redacted_at=timezone.now())
    else:
        take_down(
            recommendation,
            UserFactory(roles=[MODERATORS]),
            PublishedVersion.WithdrawalReason.ERROR,
            "Wrong.",
        )
        recommendation.refresh_from_db()
    publish(change_live(recommendation, title="Put right", live=True))
    publish(change_live(recommendation, title="Put right again"))

    rows = changes(client)
    assert "CANARY" not in str(rows)
    told = [
        (row["version"], row["field"], row["old"], row["new"])
        for row in rows
        if row["field"] not in DERIVED
    ]
    first = [("1", "(first published)", "", "")] if hide == "redacted" else []
    assert told == [
        *first,
        ("3", "(not compared)", "", ""),
        ("4", "title", "Put right", "Put right again"),
    ]
