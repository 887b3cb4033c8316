"""The options of each kind of database, and by which way a process reaches it."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from site_config.postgresql.limits import LIMITS

from .environment import env, require_variable
from .other_machines import refuse_readable_database

SQLITE_OPTIONS = {
    # With WAL, readers never wait for the writer. IMMEDIATE takes the write lock at the start of a
    # transaction, where SQLite can wait, so that writers queue for up to 20 seconds instead of failing.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
}
POSTGRESQL_ENGINE = "site_config.postgresql"


def with_engine_options(database: dict[str, Any]) -> dict[str, Any]:
    """Return ``database`` with the options that its engine needs to be safe under load."""
    if database["ENGINE"].endswith("sqlite3"):
        return {**database, "OPTIONS": {**SQLITE_OPTIONS, **database.get("OPTIONS", {})}}
    return {**database, "ENGINE": POSTGRESQL_ENGINE, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def read_databases(database: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return Django's setting of the databases, of which ``database`` is the one that there always is.

    A process that answers requests reaches it by DATABASE_URL_REQUESTS, where that is set. ``reports`` is
    the replica that DATABASE_URL_REPORTS names. Raises ``ImproperlyConfigured``, naming the variable, if one
    is no PostgreSQL, or is on another machine that is reached without TLS.
    """
    databases = {"default": with_engine_options(database)}
    if env.str("DATABASE_URL_REQUESTS", default=""):
        pooled = _read_other_way(database, "DATABASE_URL_REQUESTS")
        if LIMITS.answers_requests:
            # PgBouncer may give each transaction another connection, where a cursor of the last is not known.
            databases["default"] = {**pooled, "DISABLE_SERVER_SIDE_CURSORS": True}
    if env.str("DATABASE_URL_REPORTS", default=""):
        databases["reports"] = _read_other_way(database, "DATABASE_URL_REPORTS")
    return databases


def _read_other_way(database: dict[str, Any], variable: str) -> dict[str, Any]:
    other = with_engine_options(require_variable(env.dj_db_url, variable))
    if {other["ENGINE"], with_engine_options(database)["ENGINE"]} != {POSTGRESQL_ENGINE}:
        raise ImproperlyConfigured(f"{variable}: only for PostgreSQL, like DATABASE_URL.")
    refuse_readable_database(variable, other)
    return other
