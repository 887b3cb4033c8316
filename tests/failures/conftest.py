"""A database with sample content, which the tests of this folder share, and the site on it."""

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.effort import by_effort
from tests.waiting import wait_until

from . import postgresql, servers


@pytest.fixture(scope="package")
def database(databases, django_db_setup, django_db_blocker):
    """A PostgreSQL of its own with the sample content of this run, which must be one on PostgreSQL, too."""
    with postgresql.running_database() as running:
        with django_db_blocker.unblock(), databases.for_a_server("sample") as filled:
            running.copy(filled)
        yield running


@pytest.fixture(scope=by_effort("package", "function"))
def site(database, tmp_path_factory):
    """The site, which waits for its database for two seconds at most.

    It outlives what is done to it.
    """
    with servers.serving(
        database, tmp_path_factory.mktemp("site"), **servers.SHORT_WAITS
    ) as running:
        wait_until(lambda: running.nginx.ask(servers.KEPT).status == 200)
        yield running


@dataclass
class Disk:
    """A disk of its own."""

    folder: Path

    @contextlib.contextmanager
    def full(self) -> Iterator[None]:
        """Leave no room on it meanwhile."""
        filler = self.folder / "filler"
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"x" * 4096)
        try:
            yield
        finally:
            filler.unlink()


@pytest.fixture
def small_disk():
    """Return a function that makes a disk of some size, such as ``4m``."""
    if os.geteuid():
        pytest.skip("Only root can make a disk.")
    made = []

    def make(size):
        # PostgreSQL's user is not root: it passes through the folder of the run, not
        # through pytest's.
        folder = Path(tempfile.mkdtemp(prefix="disk-", dir=os.environ["TESTS_FOLDER"]))
        subprocess.run(  # noqa: S603
            ["mount", "-t", "tmpfs", "-o", f"size={size},mode=711", "tmpfs", folder],  # noqa: S607
            check=True,
        )
        made.append(folder)
        return Disk(folder)

    yield make
    for folder in made:
        subprocess.run(["umount", "--lazy", folder], check=True)  # noqa: S603, S607
