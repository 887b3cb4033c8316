"""A site on SQLite is killed again and again: what was thanked for stays, and the file stays whole."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass

import pytest

from tests.effort import by_effort

from . import servers
from .load import under_load

pytestmark = [pytest.mark.slow, pytest.mark.long]


@dataclass
class File:
    """A database of SQLite."""

    url: str

    def _rows(self, query: str) -> list[tuple]:
        with closing(
            sqlite3.connect(self.url.removeprefix("sqlite:///"))
        ) as connection:
            return connection.execute(query).fetchall()

    def texts(self) -> set[str]:
        """Return the texts of all feedback that is stored."""
        return {
            text for (text,) in self._rows("SELECT text FROM feedback_feedbackentry")
        }

    def faults(self) -> list[str]:
        """Return what SQLite finds wrong with the file."""
        return [
            found for (found,) in self._rows("PRAGMA integrity_check") if found != "ok"
        ]


def test_sqlite_that_is_killed_twenty_times_loses_nothing_that_was_thanked_for(
    tmp_path,
):
    database = File(f"sqlite:///{tmp_path / 'site.sqlite3'}")
    servers.fill(database, tmp_path / "content")
    with servers.serving(database, tmp_path) as site:
        site.nginx.ask(servers.KEPT)
        with under_load(
            site, "SQLite, kill -9 of all processes, 20 times", killed=True
        ) as load:
            for _ in range(by_effort(3, 20)):
                load.goes_on()
                site.kill_application()
                site.start_application()
                site.wait_until_up()

    assert database.faults() == []
