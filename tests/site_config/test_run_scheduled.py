"""Scheduled work is done when it is due, and a failing run does not end the process."""

import datetime
import socket
from unittest.mock import Mock, call

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from pages.core import outages
from pages.core.outages import Outage
from pages.feedback.concern_rules import AlertNotSentError
from site_config.management.commands import run_scheduled
from tests.factories import StandardPageFactory
from tests.factories.published import clear


class EnoughError(Exception):
    """Ends the endless loop of the command in a test."""


@pytest.fixture
def page(home):
    page = StandardPageFactory(parent=home, title="Due", live=False)
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    clear(page).publish()
    return page


def test_a_page_comes_and_goes_when_its_time_has_come_and_not_before(
    page, home, time_machine
):
    expiring = StandardPageFactory(
        parent=home, expire_at=timezone.now() + datetime.timedelta(hours=1)
    )
    for hours in (0, 2):
        time_machine.move_to(timezone.now() + datetime.timedelta(hours=hours))
        call_command("run_scheduled")

        page.refresh_from_db()
        expiring.refresh_from_db()
        assert (page.live, expiring.live, expiring.expired) == (
            hours > 0,
            hours == 0,
            hours > 0,
        )


def test_an_unapproved_schedule_is_cancelled_and_delays_nothing_else(
    page, home, time_machine, caplog
):
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


def test_a_failing_run_is_logged_and_repeated(db, monkeypatch, caplog):
    run = Mock(side_effect=RuntimeError("the disk is full"))
    wait = Mock(side_effect=[None, EnoughError])
    monkeypatch.setattr(run_scheduled.concern_rules, "send_concern_alerts", run)
    monkeypatch.setattr(run_scheduled.time, "sleep", wait)
    monkeypatch.setattr(run_scheduled.worker, "start", lambda: None)

    with pytest.raises(EnoughError):
        call_command("run_scheduled", every=60)

    assert run.call_count == 2
    assert wait.call_args_list == [call(60), call(60)]
    assert "the disk is full" in caplog.text


def test_a_failing_step_delays_no_other_and_is_reported_at_the_end(
    page, monkeypatch, time_machine
):
    monkeypatch.setattr(
        run_scheduled.concern_rules, "send_concern_alerts", lambda: 1 / 0
    )
    time_machine.move_to(timezone.now() + datetime.timedelta(hours=2))

    with pytest.raises(CommandError, match="alerts"):
        call_command("run_scheduled")

    page.refresh_from_db()
    assert page.live


def test_a_step_that_goes_on_failing_tells_its_story_once(db, monkeypatch, caplog):
    fail = Mock(side_effect=AlertNotSentError("2 concerns wait"))
    command = run_scheduled.Command()
    with monkeypatch.context() as patch:
        patch.setattr(run_scheduled.concern_rules, "send_concern_alerts", fail)
        for seconds in (0, 15, 30, 60, 75):
            patch.setattr(outages.time, "monotonic", lambda now=seconds: now)
            command.run_due_steps()
    command.run_due_steps()

    lines = [record for record in caplog.records if record.name == "pages.core.outages"]
    assert [line.getMessage() for line in lines] == [
        "Not done: alerts (1 times so far): 2 concerns wait. It is tried again",
        "Not done: alerts (4 times so far): 2 concerns wait. It is tried again",
        "Done again: alerts, after 5 failures",
    ]
    assert not any(line.exc_info for line in lines)


def test_systemd_is_told_before_each_step_that_the_worker_is_not_frozen(
    db, tmp_path, monkeypatch
):
    told = []
    with monkeypatch.context() as patch:
        patch.setattr(run_scheduled, "tell_systemd", told.append)
        call_command("run_scheduled")
    assert len(told) > 10

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(10)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        run_scheduled.tell_systemd(told[0])

        assert systemd.recv(100) == b"WATCHDOG=1"


def test_sessions_that_have_ended_are_deleted(db, client, admin_user, time_machine):
    client.force_login(admin_user)
    call_command("run_scheduled")
    assert Session.objects.count() == 1

    time_machine.move_to(timezone.now() + datetime.timedelta(days=1))
    call_command("run_scheduled")
    assert not Session.objects.exists()


def test_a_database_that_is_away_is_one_line_and_not_one_for_each_step(
    db, monkeypatch, caplog
):
    refuse = Mock(side_effect=OperationalError("could not connect"))
    monkeypatch.setattr(run_scheduled, "DATABASE", Outage("The database", "Start it"))
    with (
        monkeypatch.context() as patch,
        pytest.raises(CommandError, match="the database does not answer"),
    ):
        patch.setattr(connection, "ensure_connection", refuse)
        call_command("run_scheduled")

    assert caplog.messages == [
        "The database did not answer (1 times so far): could not connect. Start it"
    ]


def test_the_worker_begins_once_the_database_has_the_tables_of_its_release(
    page, caplog, time_machine
):
    time_machine.move_to(timezone.now() + datetime.timedelta(hours=2))
    applied = MigrationRecorder(connection).migration_qs.filter(
        app="complaints", name="0001_initial"
    )
    when = applied.get().applied
    applied.delete()
    command = run_scheduled.Command()
    for _ in range(2):
        assert command.run_due_steps() == ["everything: there are migrations to apply"]
    page.refresh_from_db()
    assert not page.live
    assert len(caplog.messages) == 1
    assert "begins once manage.py migrate has run" in caplog.text

    MigrationRecorder(connection).migration_qs.create(
        app="complaints", name="0001_initial", applied=when
    )
    assert command.run_due_steps() == []
    page.refresh_from_db()
    assert page.live
