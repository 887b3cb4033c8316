"""Which words stay in the index."""

import pytest
from django.db import connection

from pages.search.indexing import remove_stale_words
from tests.factories import StandardPageFactory, publish

pytestmark = pytest.mark.both_databases


def kept_in_the_index(word: str) -> list[str]:
    """Return the tables of SQLite's indexes that have the word in their files."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%\\_data' ESCAPE '\\'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f"SELECT block FROM {table}")  # noqa: S608
            if any(word.encode() in bytes(block) for (block,) in cursor.fetchall()):
                found.append(table)
    return found


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL’s vacuum does it.")
def test_redacted_words_are_removed_from_the_index(ask, home):
    page = publish(StandardPageFactory(parent=home, title="Birds", body=[("text", "<p>A zorgblat.</p>")]))
    assert len(kept_in_the_index("zorgblat")) == 2
    page.body = [("text", "<p>A bittern.</p>")]
    publish(page)

    remove_stale_words()

    assert kept_in_the_index("zorgblat") == []
    assert ask("bittern").titles == ["Birds"]
