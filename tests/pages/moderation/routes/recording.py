"""Notes which tables are read and written, and takes back what was done."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

READ = re.compile(r'(?:FROM|JOIN) "(\w+)"')
WRITE = re.compile(
    r'^\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "?(\w+)', re.IGNORECASE
)


@contextmanager
def written_tables() -> Iterator[set[str]]:
    """Collect the names of the tables that are written to."""
    tables: set[str] = set()

    def note(execute, sql, params, many, context):
        if found := WRITE.match(sql):
            tables.add(found.group(1))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


@contextmanager
def read_tables() -> Iterator[set[str]]:
    """Collect the names of the tables that are read."""
    tables: set[str] = set()

    def note(execute, sql, params, many, context):
        tables.update(READ.findall(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever happens within, to files as well; what waits for a commit never runs."""
    files = stored_files()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()
    if (now := stored_files()) != files:
        for path in now.keys() - files.keys():
            path.unlink()
        for path in files.keys() - {
            same for same in now if now[same] == files.get(same)
        }:
            path.write_bytes(files[path])


def stored_files() -> dict[Path, bytes]:
    """Return what was uploaded."""
    return {
        path: path.read_bytes()
        for path in Path(settings.MEDIA_ROOT).rglob("*")
        if path.is_file()
    }
