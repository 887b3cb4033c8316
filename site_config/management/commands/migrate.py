"""Run Django's ``migrate`` without making readers wait more than half a second for a table.

To change a table is to wait until nobody uses it, and whoever comes meanwhile waits
behind. Something long, such as a backup, would keep everybody waiting until it ends. So
this waits for a moment, lets the others pass, and tries again.
"""

import contextlib
import time
from collections.abc import Iterator
from typing import Any

from django.core.management.commands import migrate
from django.db import OperationalError, connections
from psycopg.errors import DeadlockDetected, LockNotAvailable

from site_config.schema_changes import SchemaChanges

TRIES = 100
PAUSE_SECONDS = 5
LONGEST_WAIT = "500ms"


class Command(migrate.Command):
    autodetector = SchemaChanges

    def handle(self, *args: Any, **options: Any) -> None:
        for left in reversed(range(TRIES)):
            try:
                with _waiting_briefly(options["database"]):
                    super().handle(*args, **options)
                return
            except OperationalError as error:
                if not left or not isinstance(
                    error.__cause__, LockNotAvailable | DeadlockDetected
                ):
                    raise
            self.stderr.write(
                f"A table to be changed is in use. Trying again in {PAUSE_SECONDS} seconds."
            )
            time.sleep(PAUSE_SECONDS)


@contextlib.contextmanager
def _waiting_briefly(alias: str) -> Iterator[None]:
    """Give a lock up soon that somebody else has: every request waits behind this."""
    connection = connections[alias]
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LONGEST_WAIT])
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [before])
