"""A PostgreSQL of its own, which a test may freeze, stop and kill."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg

from site_config.settings.environment import PROJECT_DIR

from .processes import frozen, with_all_below


@dataclass
class Database:
    """A PostgreSQL of its own, which a test may freeze and kill."""

    url: str
    programs: Path = field(init=False)
    """The folder of its programs."""

    def __post_init__(self) -> None:
        number = (self.data / "postmaster.pid").read_text().splitlines()[0]
        self.programs = Path(f"/proc/{number}/exe").resolve().parent

    @property
    def folder(self) -> Path:
        """Where its socket is, and its data below."""
        return Path(unquote(urlsplit(self.url).netloc.partition("@")[2]))

    @property
    def processes(self) -> set[int]:
        """The numbers of the server and of all that it started."""
        number = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        return with_all_below(number)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to all of it."""
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)

    def kill_whoever_serves(self) -> bool:
        """Kill a process that answers to the site, if there is one; tell whether there was."""
        with psycopg.connect(self.url) as connection:
            found = connection.execute(
                "SELECT pid FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchone()
        if found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(found[0], signal.SIGKILL)
                return True
        return False

    def frozen(self) -> AbstractContextManager[None]:
        """Let it say nothing and take everything meanwhile."""
        return frozen(self.processes)

    @property
    def data(self) -> Path:
        """The folder of its data."""
        return self.folder / "data"

    @property
    def runs(self) -> bool:
        """Whether its server is there."""
        try:
            number = (self.data / "postmaster.pid").read_text().splitlines()[0]
        except FileNotFoundError:
            return False
        return Path(f"/proc/{number}").exists()

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """End it as an operator does, and start it afterwards."""
        self._control("stop", "--mode=fast")
        try:
            yield
        finally:
            self.start()

    def start(self) -> None:
        """Start it as its unit does."""
        self._control("start", f"--log={self.data / 'log'}")

    def _control(self, *order: str) -> None:
        program = [self.programs / "pg_ctl", f"--pgdata={self.data}", "--wait", *order]
        subprocess.run(program, check=True, **self.as_owner)  # noqa: S603

    @property
    def as_owner(self) -> dict[str, Any]:
        """What lets a process run as the server does: it refuses to be root."""
        owner = self.data.stat()
        user = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
        # PostgreSQL complains of a current folder that it may not read.
        return {
            "cwd": "/",
            "stdout": subprocess.DEVNULL,
            **(user if os.geteuid() == 0 else {}),
        }

    @contextlib.contextmanager
    def locked(self, table: str) -> Iterator[None]:
        """Let nobody read or write ``table`` meanwhile."""
        with psycopg.connect(self.url) as connection:
            connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield

    def waits_for(self, table: str) -> bool:
        """Tell whether somebody waits for ``table``."""
        with psycopg.connect(self.url) as connection:
            query = (
                "SELECT 1 FROM pg_locks WHERE relation = %s::regclass AND NOT granted"
            )
            return bool(connection.execute(query, [table]).fetchone())

    def copy(self, address: str) -> None:
        """Take over all that the database at ``address`` holds."""
        dump = [self.programs / "pg_dump", address]
        content = subprocess.run(dump, check=True, capture_output=True).stdout  # noqa: S603
        load = [self.programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", self.url]
        subprocess.run(load, input=content, check=True, stdout=subprocess.DEVNULL)  # noqa: S603

    def texts(self) -> set[str]:
        """Return the texts of all feedback that is stored."""
        with psycopg.connect(self.url) as connection:
            return {
                text
                for (text,) in connection.execute(
                    "SELECT text FROM feedback_feedbackentry"
                )
            }


@contextlib.contextmanager
def running_database() -> Iterator[Database]:
    """Start one, thrown away afterwards."""
    environment = {
        name: value for name, value in os.environ.items() if name != "DATABASE_URL"
    }
    command = [
        PROJECT_DIR / "tests/setup/with-postgresql",
        "sh",
        "-c",
        "echo $DATABASE_URL; exec sleep 3600",
    ]
    holder = subprocess.Popen(  # noqa: S603
        command, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    database = None
    try:
        database = Database(holder.stdout.readline().strip())
        with psycopg.connect(database.url, autocommit=True) as connection:
            # As on a real site: else what was committed in the last half second is lost
            # with a process.
            connection.execute("ALTER SYSTEM SET synchronous_commit = on")
            connection.execute("SELECT pg_reload_conf()")
        yield database
    finally:
        if database:
            database.signal(signal.SIGKILL)
        holder.kill()
        holder.wait()
