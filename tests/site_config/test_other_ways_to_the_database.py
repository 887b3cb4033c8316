"""PgBouncer for requests and a replica for reports: each by one variable, and a wrong one stops the start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from pages.core.reports_database import read_for_report
from pages.moderation.models import Decision
from site_config.postgresql.limits import LIMITS
from site_config.settings.databases import read_databases
from site_config.settings.environment import env

DATABASE = "postgres://site@localhost/site"
EACH = pytest.mark.parametrize("variable", ["DATABASE_URL_REQUESTS", "DATABASE_URL_REPORTS"])


@pytest.fixture
def read(monkeypatch):
    """Return a function that reads the settings of databases with these variables."""

    def read_with(database=DATABASE, **variables):
        for name, address in {"DATABASE_URL": database, **variables}.items():
            monkeypatch.setenv(name, address)
        return read_databases(env.dj_db_url("DATABASE_URL"))

    return read_with


def test_only_what_answers_requests_goes_through_pgbouncer(read, monkeypatch):
    pooled = {"DATABASE_URL_REQUESTS": "postgres://site@localhost:6432/pooled"}

    monkeypatch.setattr(LIMITS, "answers_requests", False)
    assert read(**pooled)["default"]["NAME"] == "site"
    monkeypatch.setattr(LIMITS, "answers_requests", True)
    default = read(**pooled)["default"]
    assert (default["NAME"], default["PORT"]) == ("pooled", 6432)
    assert default["DISABLE_SERVER_SIDE_CURSORS"]
    assert read(DATABASE_URL_REQUESTS="")["default"]["NAME"] == "site"


def test_only_reports_read_the_replica(read, settings, monkeypatch):
    assert set(read()) == {"default"}
    databases = read(DATABASE_URL_REPORTS="postgres://site@localhost/replica")
    assert {alias: each["NAME"] for alias, each in databases.items()} == {
        "default": "site",
        "reports": "replica",
    }

    assert read_for_report(Decision.objects.all()).db == "default"
    monkeypatch.setitem(settings.DATABASES, "reports", databases["reports"])
    assert read_for_report(Decision.objects.all()).db == "reports"
    assert Decision.objects.all().db == "default"


@EACH
@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        "sqlite:////srv/site.sqlite3",
        "postgres://site@replica.example.org/site",
        "postgres://site@10.0.0.5/site?sslmode=require",
    ],
)
def test_a_wrong_or_readable_one_is_refused_and_named(read, variable, address):
    with pytest.raises(ImproperlyConfigured, match=variable):
        read(**{variable: address})


@EACH
def test_neither_stands_beside_sqlite(read, variable):
    with pytest.raises(ImproperlyConfigured, match=variable):
        read("sqlite:////srv/site.sqlite3", **{variable: DATABASE})


@EACH
def test_another_machine_is_reached_by_tls(read, variable):
    read(**{variable: "postgres://site@replica.example.org/site?sslmode=verify-full"})
