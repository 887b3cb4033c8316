"""Feedback is deleted after its retention period."""

import datetime
import logging

import pytest
import time_machine
from django.core.management import call_command

from pages.feedback import models
from pages.feedback.models import FeedbackEntry
from tests.factories import FeedbackEntryFactory, ImprovementFactory

pytestmark = pytest.mark.django_db
START = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def days(number):
    return datetime.timedelta(days=number)


def left() -> set[str]:
    return set(FeedbackEntry.objects.values_list("text", flat=True))


def test_a_closed_entry_is_deleted_after_its_retention_period_and_an_open_one_kept(
    clock,
):
    """A line that was published of it stays."""
    for state in ["new", "in_progress", "safeguarding"]:
        FeedbackEntryFactory(state=state, text="open", alerted_at=START)
    for state, kept_for in {"actioned": 365, "no_action": 365, "spam": 30}.items():
        line = ImprovementFactory(entry=FeedbackEntryFactory(state=state))
        clock.shift(days(kept_for))
        assert models.delete_expired_entries() == 0

        clock.shift(datetime.timedelta(seconds=1))
        call_command("run_scheduled")
        assert left() == {"open"}
        line.refresh_from_db()
        assert (line.entry, line.live) == (None, True)


def test_the_retention_period_is_a_setting_and_deleting_logs_only_a_count(
    clock, settings, caplog
):
    settings.FEEDBACK_DAYS = 40
    FeedbackEntryFactory(state="actioned", text="closed")
    FeedbackEntryFactory(state="spam", text="canary")

    with caplog.at_level(logging.INFO):
        clock.shift(days(31))
        models.delete_expired_entries()
        assert left() == {"closed"}
        clock.shift(days(10))
        assert [models.delete_expired_entries(), models.delete_expired_entries()] == [
            1,
            0,
        ]

    assert left() == set()
    ours = [
        record.getMessage()
        for record in caplog.records
        if record.name == "pages.feedback.models"
    ]
    assert ours == ["Deleted 1 feedback entries whose time of retention is over"] * 2
    assert "canary" not in caplog.text
