"""The database and mail of another machine are reached by TLS, or the site does not start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from site_config.settings.environment import env
from site_config.settings.services import (
    is_other_machine,
    read_mailer,
    refuse_readable_services,
    with_engine_options,
)

HERE = {
    "DATABASE_URL": "postgres://site@localhost/site",
    "EMAIL_URL": "smtp://localhost:25",
}


@pytest.fixture
def refuse(monkeypatch):
    """Return a function that reads both addresses, one of them changed, and refuses what is readable."""

    def read(**changed):
        for name, address in {**HERE, **changed}.items():
            monkeypatch.setenv(name, address)
        refuse_readable_services(
            with_engine_options(env.dj_db_url("DATABASE_URL")),
            read_mailer(),
        )

    return read


def test_this_machine_and_its_containers_are_no_other_machine():
    here = [
        "",
        "/run/postgresql",
        "localhost",
        "127.0.0.1",
        "127.9.9.9",
        "::1",
        "database",
    ]
    elsewhere = ["db.example.org", "10.0.0.5", "192.168.1.2", "2001:db8::1"]

    assert [host for host in [*here, *elsewhere] if is_other_machine(host)] == elsewhere


def test_a_readable_way_to_another_machine_is_refused_and_the_variable_named(refuse):
    for name, address in (
        ("DATABASE_URL", "postgres://site@db.example.org/site"),
        ("DATABASE_URL", "postgres://site@db.example.org/site?sslmode=require"),
        ("DATABASE_URL", "postgres://site@10.0.0.5/site?sslmode=prefer"),
        ("EMAIL_URL", "smtp://mail.example.org:25"),
    ):
        with pytest.raises(ImproperlyConfigured, match=name):
            refuse(**{name: address})
    for name, address in (
        ("DATABASE_URL", "postgres://site@db.example.org/site?sslmode=verify-full"),
        ("DATABASE_URL", "postgres://site@%2Fvar%2Frun%2Fpostgresql/site"),
        ("DATABASE_URL", "sqlite:////srv/site.sqlite3"),
        ("EMAIL_URL", "submission://user:password@mail.example.org"),
        ("EMAIL_URL", "smtps://user:password@mail.example.org"),
        ("EMAIL_URL", "graph://client:secret@tenant"),
    ):
        refuse(**{name: address})
