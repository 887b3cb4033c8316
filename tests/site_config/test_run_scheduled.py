"""What is due by the clock is done, and a failing run does not end the process."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from site_config.management.commands import run_scheduled
from tests.factories import StandardPageFactory
from tests.factories.published import clear

pytestmark = pytest.mark.both_databases


class EnoughError(Exception):
    """Ends the loop of a test."""


@pytest.fixture
def page(home):
    page = StandardPageFactory(parent=home, title="Due", live=False)
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    clear(page).publish()
    return page


def test_a_page_goes_live_when_its_time_has_come_and_not_before(page, time_machine):
    call_command("run_scheduled")
    page.refresh_from_db()
    assert not page.live

    time_machine.move_to(timezone.now() + datetime.timedelta(hours=2))
    call_command("run_scheduled")

    page.refresh_from_db()
    assert page.live


def test_what_nobody_approved_is_called_off_and_keeps_nothing_else_waiting(page, home, time_machine, caplog):
    other = StandardPageFactory(parent=home, title="Also due", live=False)
    other.go_live_at = timezone.now() + datetime.timedelta(minutes=30)
    clear(other).publish()
    revision = other.revisions.get()
    revision.content["body"] = "[]"
    revision.save()

    time_machine.move_to(timezone.now() + datetime.timedelta(hours=2))
    call_command("run_scheduled")

    page.refresh_from_db()
    assert page.live
    other.refresh_from_db()
    assert not other.live
    assert not other.approved_schedule
    assert "has not been approved" in caplog.text


def test_a_page_goes_when_it_expires(home, time_machine):
    page = StandardPageFactory(parent=home, expire_at=timezone.now() + datetime.timedelta(hours=1))

    time_machine.move_to(timezone.now() + datetime.timedelta(hours=2))
    call_command("run_scheduled")

    page.refresh_from_db()
    assert not page.live
    assert page.expired


def test_a_failing_run_is_logged_and_tried_again(db, monkeypatch, caplog):
    runs, waits = [], []

    def fail():
        runs.append("alerts")
        raise RuntimeError("the disk is full")

    def wait(seconds):
        waits.append(seconds)
        if len(waits) == 2:
            raise EnoughError

    monkeypatch.setattr(run_scheduled.alerts, "send_concern_alerts", fail)
    monkeypatch.setattr(run_scheduled.time, "sleep", wait)

    with pytest.raises(EnoughError):
        call_command("run_scheduled", every=60)

    assert len(runs) == 2
    assert waits == [60, 60]
    assert "the disk is full" in caplog.text


def test_a_failing_step_keeps_no_other_waiting_and_is_told_in_the_end(page, monkeypatch, time_machine):
    def fail():
        raise RuntimeError("the mail server is away")

    monkeypatch.setattr(run_scheduled.alerts, "send_concern_alerts", fail)
    time_machine.move_to(timezone.now() + datetime.timedelta(hours=2))

    with pytest.raises(CommandError, match="alerts"):
        call_command("run_scheduled")

    page.refresh_from_db()
    assert page.live
