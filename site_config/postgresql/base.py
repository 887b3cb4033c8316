"""The backend itself: Django finds it by this module's name."""

import time
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import IsolationLevel

from .limits import CONNECT_SECONDS, LIMITS

SET_OPTIONS = """
SELECT set_config('statement_timeout', %(milliseconds)s, false), set_config('lock_timeout', %(lock)s, false),
    set_config('jit', 'off', false)
"""
"""A query over all page types has so many parts that PostgreSQL would compile it first, which takes a hundred
times as long as the query itself."""


class LimitedConnection(psycopg.Connection):
    """A connection that gives up a server which does not even say that it takes too long."""

    alias = ""
    """The name of the server in ``DATABASES``."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Return what ``gen`` gives; after the limit, close and raise ``OperationalError``."""
        limit = timeout if timeout is not None else LIMITS.client_seconds
        started_at = time.monotonic()
        try:
            answer = super().wait(gen, interval, limit)
        except psycopg.OperationalError as error:
            if limit is None or time.monotonic() - started_at < limit:
                raise
            # Whatever is asked next would wait as long again.
            self.pgconn.finish()
            LIMITS.note_silence(self.alias)
            raise psycopg.OperationalError(f"no answer within {limit:.0f} seconds") from error
        LIMITS.note_answer(self.alias)
        return answer


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with connections that wait for a limited time."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> LimitedConnection:
        if LIMITS.has_just_given_up(self.alias):
            raise psycopg.OperationalError("the server said nothing a moment ago")
        self.isolation_level = IsolationLevel.READ_COMMITTED
        conn_params = {"connect_timeout": CONNECT_SECONDS, **conn_params}
        try:
            connection = LimitedConnection.connect(**conn_params)
        except psycopg.errors.ConnectionTimeout:
            LIMITS.note_silence(self.alias)
            raise
        connection.alias = self.alias
        connection.autocommit = True
        milliseconds = LIMITS.statement_seconds * 1000
        # Who waits for a lock is told before the statement itself would be ended.
        limits = {"milliseconds": str(milliseconds), "lock": str(milliseconds * 4 // 5)}
        connection.execute(SET_OPTIONS, limits)
        return connection
