"""The health checks for load balancers and watchdogs."""

import pytest
from django.db import OperationalError, connection

pytestmark = pytest.mark.both_databases


def test_healthz_answers_without_the_database(client):
    assert client.get("/healthz").json() == {"status": "up"}


@pytest.mark.django_db
def test_readyz_answers_200_when_everything_is_ready(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "failing": []}


@pytest.mark.django_db
def test_readyz_names_a_failing_database_without_details(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("password of the database user")

    monkeypatch.setattr(connection, "cursor", refuse)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "database" in answer.json()["failing"]
    assert "password" not in answer.content.decode()
