"""What a load balancer and a watchdog ask."""

import pytest
from django.db import OperationalError, connection

pytestmark = pytest.mark.both_databases


def test_the_process_says_that_it_is_up_without_asking_the_database(client):
    assert client.get("/healthz").json() == {"status": "up"}


@pytest.mark.django_db
def test_a_site_that_can_serve_is_ready(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "failing": []}


@pytest.mark.django_db
def test_a_site_without_its_database_names_what_fails_and_no_more(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("password of the database user")

    monkeypatch.setattr(connection, "cursor", refuse)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "database" in answer.json()["failing"]
    assert "password" not in answer.content.decode()
