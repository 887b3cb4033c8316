"""Dumps a database in use as it was at one moment, and loads that into an empty one."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.db import connection, transaction

from .archive import BackupError

FILE_NAMES = {"postgresql": "database.dump", "sqlite": "database.sqlite3"}


def dump(folder: Path) -> dict[str, int]:
    """Write the database into ``folder``; return how many rows each table had at that moment."""
    target = folder / FILE_NAMES[connection.vendor]
    if connection.vendor == "sqlite":
        return _dump_sqlite(target)
    with transaction.atomic(), connection.cursor() as cursor:
        # pg_dump then sees what this transaction sees.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}")
        return count_rows()


def _dump_sqlite(target: Path) -> dict[str, int]:
    with sqlite3.connect(connection.settings_dict["NAME"]) as source, sqlite3.connect(target) as copy:
        source.backup(copy)
        names = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def load(folder: Path) -> None:
    """Load what ``dump`` wrote into the empty database that the settings name."""
    source = folder / FILE_NAMES[connection.vendor]
    if not source.exists():
        kinds = " or ".join(kind for kind, name in FILE_NAMES.items() if (folder / name).exists())
        raise BackupError(f"This backup is of {kinds}; DATABASE_URL names a database of {connection.vendor}.")
    if connection.vendor == "sqlite":
        with sqlite3.connect(source) as copy, sqlite3.connect(connection.settings_dict["NAME"]) as target:
            copy.backup(target)
        return
    # A comment on an extension may be set only by who made it.
    name = connection.settings_dict["NAME"]
    _run(
        "pg_restore",
        "--exit-on-error",
        "--single-transaction",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        f"--dbname={name}",
        str(source),
    )


def is_empty() -> bool:
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def count_rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608
            found[name] = cursor.fetchone()[0]
        return found


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL with the database of the settings, whose password is in no command line."""
    path = shutil.which(program) or next(
        (str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)), ""
    )
    if not path:
        raise BackupError(f"The program {program} is missing. On Debian: apt-get install postgresql-client")
    settings = connection.settings_dict
    variables = {
        "PGHOST": settings["HOST"],
        "PGPORT": str(settings["PORT"]),
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
    }
    environment = {**os.environ, **{name: value for name, value in variables.items() if value}}
    result = subprocess.run([path, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if result.returncode:
        raise BackupError(f"{program} failed: {result.stderr.strip()}")
