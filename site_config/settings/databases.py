"""The options of each kind of database."""

from typing import Any

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
