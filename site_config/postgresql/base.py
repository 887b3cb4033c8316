"""The backend, which Django finds by the name of this module, and how long a process waits for the database.

Somebody who reads a page waits for seconds, background work for minutes.
"""

import time
from dataclasses import dataclass
from math import inf
from typing import Any

import psycopg
from django.conf import settings
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import IsolationLevel

CONNECT_SECONDS = 3
GRACE_SECONDS = 2
"""How much longer the client waits than the server may take: one that runs at all ends a statement itself."""
PAUSE_SECONDS = 1
"""How long nobody connects again after that: one request may ask several times, and would wait each time."""


@dataclass
class WaitingLimits:
    """The limits of this process."""

    answers_requests: bool = False
    """Whether it waits only as long as somebody who reads a page would."""
    gave_up_at: float = -inf
    """When the server was last given up that said nothing."""

    @property
    def has_just_given_up(self) -> bool:
        """Return True if somebody waited so long just now that it makes no sense to wait again."""
        return (
            self.answers_requests and time.monotonic() - self.gave_up_at < PAUSE_SECONDS
        )

    @property
    def statement_seconds(self) -> int:
        """Return how long the server may take for one statement."""
        if self.answers_requests:
            return settings.DATABASE_TIMEOUT
        return settings.DATABASE_TIMEOUT_BACKGROUND

    @property
    def client_seconds(self) -> int:
        """Return how long to wait for a server that says nothing at all, such as one that is frozen."""
        return self.statement_seconds + GRACE_SECONDS


LIMITS = WaitingLimits()

SET_OPTIONS = """
SELECT set_config('statement_timeout', %(milliseconds)s, false), set_config('lock_timeout', %(lock)s, false),
    set_config('jit', 'off', false)
"""
"""A query over all page types has so many parts that PostgreSQL would compile it first, which takes a hundred
times as long as the query itself.
"""


class LimitedConnection(psycopg.Connection):
    """A connection that gives up a server which does not even say that it takes too long."""

    def wait(
        self, gen: Any, interval: float = 0.1, timeout: float | None = None
    ) -> Any:
        """Return what ``gen`` gives; after the limit, close and raise ``OperationalError``."""
        limit = timeout if timeout is not None else LIMITS.client_seconds
        started_at = time.monotonic()
        try:
            answer = super().wait(gen, interval, limit)
        except psycopg.OperationalError as error:
            if time.monotonic() - started_at < limit:
                raise
            # Whatever is asked next would wait as long again.
            self.pgconn.finish()
            LIMITS.gave_up_at = time.monotonic()
            raise psycopg.OperationalError(
                f"no answer within {limit:.0f} seconds"
            ) from error
        # The server is back: nobody needs to wait for the pause to end.
        LIMITS.gave_up_at = -inf
        return answer


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with connections that wait for a limited time."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> LimitedConnection:
        if LIMITS.has_just_given_up:
            raise psycopg.OperationalError("the server said nothing a moment ago")
        self.isolation_level = IsolationLevel.READ_COMMITTED
        conn_params = {"connect_timeout": CONNECT_SECONDS, **conn_params}
        try:
            connection = LimitedConnection.connect(**conn_params)
        except psycopg.errors.ConnectionTimeout:
            LIMITS.gave_up_at = time.monotonic()
            raise
        connection.autocommit = True
        milliseconds = LIMITS.statement_seconds * 1000
        # Who waits for a lock is told before the statement itself would be ended.
        limits = {"milliseconds": str(milliseconds), "lock": str(milliseconds * 4 // 5)}
        connection.execute(SET_OPTIONS, limits)
        return connection
