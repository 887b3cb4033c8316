"""The databases that the tests of a run work in.

Migrations are applied once a run, to a template; each process works in a copy of it. A
test that commits leaves its copy changed, and the process then takes a new copy: a
tenth of a second, where emptying every table takes seconds. Content that many tests
read has templates of its own, made once a run.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from wagtail.models import Site

EMPTY = "empty"
CONTENTS: dict[str, Callable[[], object]] = {
    EMPTY: lambda: call_command("migrate", verbosity=0)
}
"""What makes the content of each template; all but the first begin as a copy of the empty one.

A test that asks for several works in the last of them.
"""
DATABASES = pytest.StashKey["Databases"]()
FIXTURES_OF_DATABASES = {"db", "transactional_db", "live_server", "django_db_setup"}


def shared_content(make: Callable[[], object]):
    """Return a fixture, named like ``make``, by which tests work in a database with what ``make`` makes.

    It is made once a run. What a test changes is undone as elsewhere.
    """
    name = make.__name__
    CONTENTS[name] = make

    # Its scope puts it before the transaction of the test, in which no other database
    # can be taken.
    @pytest.fixture(scope="class", name=name)
    def fixture(databases, django_db_setup, django_db_blocker):
        # Whoever asks for no transaction of their own is refused the database: nothing
        # would be undone.
        with django_db_blocker.unblock():
            databases.use(_last([databases.content, name]))

    fixture.__doc__ = make.__doc__
    return fixture


def _last(names: Iterable[str]) -> str:
    return max(names, key=list(CONTENTS).index)


class Databases:
    """The copies of one process, and the templates that it shares with the other processes of the run."""

    def __init__(self, shared_folder: Path, process: str):
        """Take the folder that all processes of the run share, and a name that none of the others has."""
        self.folder, self.process = shared_folder, process
        self.store = Files(shared_folder) if connection.vendor == "sqlite" else Server()
        self.copies: dict[str, str] = {}
        self.made = 0
        self.content = EMPTY

    def use_for(self, item: pytest.Item) -> None:
        """Take the content that a test asks for, if the test before worked in another one."""
        asked = set(item.fixturenames)
        # What a module has made for all its tests stands in a transaction that goes on.
        if connection.in_atomic_block or not (
            asked & FIXTURES_OF_DATABASES or item.get_closest_marker("django_db")
        ):
            return
        self.use(_last({EMPTY, *asked & CONTENTS.keys()}))

    def use(self, content: str) -> None:
        """Work in this process's copy of the template ``content`` from now on."""
        if content == self.content and content in self.copies:
            return
        if connection.in_atomic_block:
            raise RuntimeError(
                "Ask for shared content by an argument: a transaction has begun already."
            )
        self.content = content
        if content not in self.copies:
            template = self._template(content)
            self.copies[content] = self._new_copy(template)
        _connect_to(self.copies[content])

    @contextmanager
    def for_a_server(self, content: str) -> Iterator[str]:
        """Lend a copy of the template ``content`` to a server process; give its address, as DATABASE_URL."""
        copy = self._new_copy(self._template(content))
        # Making the template may have used this connection.
        _connect_to(self.copies[self.content])
        try:
            yield self.store.address(copy)
        finally:
            self.store.drop(copy)

    def renew(self) -> None:
        """Replace the copy in use by a new one, whoever is still connected to it."""
        old = self.copies.pop(self.content)
        connections.close_all()
        self.store.drop(old)
        self.use(self.content)

    def close(self) -> None:
        """Drop this process's copies."""
        connections.close_all()
        for copy in self.copies.values():
            self.store.drop(copy)

    def _new_copy(self, template: str) -> str:
        # Each has a name of its own: SQLite would take what is left of the old one for
        # the new one's.
        self.made += 1
        copy = self.store.name(f"{self.process}_{self.made}")
        self.store.copy(template, copy)
        return copy

    def _template(self, content: str) -> str:
        """Return the name of a template, made first if no process of the run has made it."""
        source = self._template(EMPTY) if content != EMPTY else None
        name = self.store.name(content)
        made = self.folder / f"{content}.made"
        with _locked(self.folder / f"{content}.lock"):
            if not made.exists():
                self.store.copy(source, name)
                _connect_to(name)
                CONTENTS[content]()
                connections.close_all()
                made.touch()
        return name


class Files:
    """SQLite's databases: files in the folder of the run, which goes with all of them."""

    def __init__(self, folder: Path):
        self.folder = folder

    def name(self, name: str) -> str:
        """Return the path of a database."""
        return str(self.folder / f"{name}.sqlite3")

    def address(self, name: str) -> str:
        """Return the address of a database, as DATABASE_URL has it."""
        return f"sqlite:///{name}"

    def copy(self, source: str | None, target: str) -> None:
        """Make ``target``, a copy of ``source`` if one is given."""
        if source:
            shutil.copyfile(source, target)

    def drop(self, name: str) -> None:
        """Remove a database with the files that SQLite keeps beside it."""
        for path in Path(name).parent.glob(f"{Path(name).name}*"):
            path.unlink(missing_ok=True)


class Server:
    """PostgreSQL's databases, on the server of ``DATABASE_URL``."""

    def __init__(self):
        self.start = f"test_{connection.settings_dict['NAME']}"
        self.parameters = {**connection.get_connection_params(), "dbname": "postgres"}

    def name(self, name: str) -> str:
        """Return the name of a database."""
        return f"{self.start}_{name}"

    def address(self, name: str) -> str:
        """Return the address of a database, as DATABASE_URL has it."""
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()

    def copy(self, source: str | None, target: str) -> None:
        """Make ``target``, a copy of ``source`` if one is given; one that an earlier run left goes."""
        self.drop(target)
        # By files: through the journal a copy takes twice as long.
        whole = f' TEMPLATE "{source}" STRATEGY FILE_COPY' if source else ""
        self._run(f'CREATE DATABASE "{target}"{whole}')

    def drop(self, name: str) -> None:
        """Remove a database and end whoever is connected to it."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with psycopg.connect(**self.parameters, autocommit=True) as server:
            server.execute(statement)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep the other processes of the run out."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _connect_to(name: str) -> None:
    """Let every new connection lead to another database, and forget what was remembered of the last."""
    connections.close_all()
    connection.settings_dict["NAME"] = (
        name  # the very settings that other threads connect by
    )
    cache.clear()
    Site.clear_site_root_paths_cache()
