"""The health checks for load balancers and watchdogs."""

import datetime
import logging
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from pages.core.outages import DATABASE
from pages.moderation.approval.roles import EDITORS
from site_config import health
from site_config.models import WORKER, Heartbeat
from tests.factories import UserFactory


@pytest.fixture
def running_worker(db):
    """The worker has just come to its end."""
    return Heartbeat.beat(WORKER)


@pytest.fixture(autouse=True)
def _nothing_reported(monkeypatch):
    """What other tests saw fail is forgotten."""
    monkeypatch.setattr(health, "_reported", set())


@pytest.fixture
def broken_database(db):
    gone = Mock(side_effect=OperationalError("password of the database user"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "cursor", gone)
        yield


def test_healthz_answers_without_the_database(client):
    answer = client.get("/healthz").json()

    assert answer == {"status": "up", "version": settings.VERSION}


def test_healthz_asks_the_database_nothing(client, django_assert_num_queries, db):
    """It may be frozen, and whoever asks waits."""
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


@pytest.mark.both_databases
def test_readyz_answers_200_when_everything_is_ready(client, running_worker):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "failing": []}


@pytest.mark.both_databases
def test_a_host_without_its_database_keeps_its_readers_and_gives_no_details(
    client, db, broken_database
):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "degraded", "failing": ["database"]}
    assert "password" not in answer.content.decode()


@pytest.mark.both_databases
def test_a_host_whose_release_the_database_does_not_fit_gets_none(
    client, running_worker, monkeypatch
):
    monkeypatch.setitem(health.CHECKS, "migrations", lambda: 1 / 0)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"status": "failing", "failing": ["migrations"]}


def test_a_reason_is_logged_once_and_so_is_its_end(
    client, running_worker, caplog, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setitem(health.CHECKS, "worker", lambda: 1 / 0)
        for _ in range(3):
            client.get("/readyz")
    assert caplog.messages == ["Not well: worker: division by zero"]

    client.get("/readyz")
    client.get("/readyz")
    assert caplog.messages[1:] == ["Well again: worker"]


def test_a_worker_that_never_ran_or_stopped_is_named_and_editors_are_told(
    client, db, time_machine
):
    assert client.get("/readyz").json()["failing"] == ["worker"]
    assert "has never run" in _dashboard(client)
    Heartbeat.beat(WORKER)
    assert "Nothing happens by itself" not in _dashboard(client)
    time_machine.move_to(timezone.now() + datetime.timedelta(minutes=6))

    assert client.get("/readyz").json() == {"status": "degraded", "failing": ["worker"]}
    assert "Nothing happens by itself" in _dashboard(client)
    call_command("run_scheduled")
    assert client.get("/readyz").json()["failing"] == []
    assert "Nothing happens by itself" not in _dashboard(client)


def _dashboard(client):
    client.force_login(UserFactory(roles=[EDITORS]))
    return client.get("/admin/").content.decode()


def test_an_outage_of_the_database_is_a_line_a_minute_at_most(
    client, home, broken_database, caplog, monkeypatch
):
    monkeypatch.setattr(DATABASE, "_logged_at", None)  # whatever other tests saw fail
    with caplog.at_level(logging.WARNING):
        for _ in range(50):
            client.get("/")

    lines = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len([record for record in lines if record.name == "pages.core.outages"]) == 1
