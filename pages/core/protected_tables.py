"""Tables that nobody writes unless the code that does so says what for: the database itself refuses the rest.

Each protected table belongs to an area. ``with opened(area):`` lets the code inside
write its tables, and nothing else does: a trigger refuses every other statement, from a
view, a job or a new app, by the ORM, in bulk or in SQL. The commands of ``manage.py``
may write everything, because whoever runs them has the server. The processes that
answer readers and do the scheduled work may not.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

EVERYTHING = "everything"
COMMANDS = "commands"
"""The area of what no request changes: ``manage.py administer`` does."""
REFUSED = "This table is protected"
"""How the message of the database begins."""
_opened: ContextVar[frozenset[str] | None] = ContextVar("opened_areas", default=None)


@dataclass
class WritingProcess:
    """What this process may write where no code says anything else."""

    areas: frozenset[str] = frozenset()


PROCESS = WritingProcess()


def open_areas() -> frozenset[str]:
    """Return the areas that may be written now."""
    areas = _opened.get()
    return PROCESS.areas if areas is None else areas


def is_open(area: str) -> bool:
    """Return True if the tables of ``area`` may be written now."""
    return not open_areas().isdisjoint({area, EVERYTHING})


@contextmanager
def opened(*areas: str) -> Iterator[None]:
    """Let the code inside write the tables of ``areas``, in a transaction."""
    with transaction.atomic():
        token = _opened.set(open_areas() | set(areas))
        _tell(connection)
        try:
            yield
        finally:
            _opened.reset(token)
        # After an error the database takes back what it was told, with everything else.
        _tell(connection)


@contextmanager
def closed() -> Iterator[None]:
    """Let the code inside write nothing that is protected, even where the process may write everything."""
    if not open_areas():
        yield
        return
    token = _opened.set(frozenset())
    try:
        if _is_connected():  # a connection that begins later is told when it does
            _tell(connection, for_the_session=True)
        yield
    finally:
        _opened.reset(token)
        if _is_connected():
            _tell_again()


def _is_connected() -> bool:
    """Return True if there is a connection that nobody has closed, as the server or another thread may."""
    return connection.connection is not None and not getattr(
        connection.connection, "closed", False
    )


def _tell_again() -> None:
    """Tell the connection what is open now; end one that cannot be told, so that the next one is."""
    if connection.is_usable():
        _tell(connection, for_the_session=True)
    elif not connection.in_atomic_block:
        connection.close()


def prepare_connection(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Tell a new connection what may be written."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("is_open", 1, is_open)
    elif open_areas():
        _tell(connection, for_the_session=True)


def _tell(connection: BaseDatabaseWrapper, *, for_the_session: bool = False) -> None:
    """Tell PostgreSQL which areas are open. SQLite asks ``is_open`` itself."""
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        areas = " ".join(sorted(open_areas()))
        # Not by a cursor of Django: this is no query of whoever counts theirs.
        connection.connection.execute(
            "SELECT set_config('protected.opened', %s, %s)",
            [areas, not for_the_session],
        )


def is_refusal(error: BaseException | None) -> bool:
    """Return True if the database raised ``error`` because a table is protected."""
    return isinstance(error, DatabaseError) and REFUSED in str(error)


@dataclass(frozen=True)
class ProtectedColumns:
    """The rows of ``model``, or a part of what is written to them, which belong to ``area``."""

    area: str
    model: str
    columns: tuple[str, ...] = ()
    """The columns that count when a row changes; without any, all of them."""
    events: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")
    only_if: str = ""
    """A condition in SQL, without which a statement is not looked at."""

    @property
    def table(self) -> str:
        return self._model._meta.db_table

    @property
    def _model(self) -> type[Model]:
        label, _, link = self.model.partition(":")
        model = apps.get_model(label)
        return getattr(model, link).through if link else model

    def statements(self, vendor: str) -> Iterator[str]:
        """Yield the statements that make the functions and triggers."""
        for event in self.events:
            difference = self._difference() if event == "UPDATE" else ""
            make = _for_sqlite if vendor == "sqlite" else _for_postgresql
            yield from make(self, event, difference)
        if vendor == "postgresql" and not self.only_if and "DELETE" in self.events:
            yield from _for_postgresql(self, "TRUNCATE", "")

    def _difference(self) -> str:
        columns = self.columns or [
            str(field.column) for field in self._model._meta.local_concrete_fields
        ]
        compared = [
            f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns
        ]
        return f"({' OR '.join(compared)})"


def _for_sqlite(
    protected: ProtectedColumns, event: str, difference: str
) -> Iterator[str]:
    conditions = [difference, protected.only_if, f"NOT is_open('{protected.area}')"]
    when = " AND ".join(filter(None, conditions))
    message = f"{REFUSED}: {protected.table} ({protected.area})"
    # No two triggers of a database have one name.
    name = f"protected_{protected.area}_{event.lower()}_{protected.table}"
    yield (
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{protected.table}" FOR EACH ROW WHEN {when} '
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _for_postgresql(
    protected: ProtectedColumns, event: str, difference: str
) -> Iterator[str]:
    function = "protected_refuse"
    # A function can query other tables; the condition of a trigger cannot.
    if protected.only_if:
        function = f"protected_{protected.table}_{protected.area}_{event.lower()}"
        yield _function(function, protected.only_if)
    name = f"protected_{protected.area}_{event.lower()}"
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    when = f" WHEN {difference}" if difference else ""
    yield (
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{protected.table}" FOR EACH {each}{when} '
        f"EXECUTE FUNCTION {function}('{protected.area}')"
    )


def _function(name: str, only_if: str = "true") -> str:
    """Return the statement that makes the function ``name``, which refuses what nobody has opened."""
    return f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT string_to_array(coalesce(current_setting('protected.opened', true), ''), ' ')
        && ARRAY['{EVERYTHING}', TG_ARGV[0]] AND {only_if}
    THEN
        RAISE EXCEPTION '{REFUSED}: % (%)', TG_TABLE_NAME, TG_ARGV[0]
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$
"""


INSTALLED = {
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'protected\\_%'",
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'protected\\_%'"
    " ESCAPE '\\'",
}


def protect(tables: Iterable[ProtectedColumns]) -> None:
    """Install the triggers of ``tables``, after each ``migrate``.

    SQLite loses those of a table that a migration alters. On PostgreSQL nothing is
    done, and nothing is locked, if they are there already.
    """
    vendor = connection.vendor
    with transaction.atomic(), connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        wanted = [_function("protected_refuse")] if vendor == "postgresql" else []
        for protected in tables:
            if protected.table in present:
                wanted.extend(protected.statements(vendor))
        cursor.execute(INSTALLED[vendor])
        installed = cursor.fetchall()
        if vendor == "postgresql":
            state = _state(wanted, len(installed))
            cursor.execute("SELECT obj_description(to_regproc('protected_refuse'))")
            if cursor.fetchone() == (state,):
                return
        for name, table in installed:
            on_table = f" ON {table}" if vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{on_table}')
        for statement in wanted:
            cursor.execute(statement)
        if vendor == "postgresql":
            cursor.execute(INSTALLED[vendor])
            state = _state(wanted, len(cursor.fetchall()))
            cursor.execute(f"COMMENT ON FUNCTION protected_refuse() IS '{state}'")


def _state(statements: list[str], triggers: int) -> str:
    """Return what tells whether just these statements were run, and no trigger went since."""
    digest = hashlib.sha256("\n".join(statements).encode()).hexdigest()
    return f"{digest} {triggers}"
