"""What the first release stored is unchanged after an upgrade to the present code and one step beyond.

The first release makes a database and files. The present code migrates them, with the
app ``tests/failures/next_release``, so that there is something to migrate even while
the present code is the release.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from site_config.settings.environment import PROJECT_DIR

from . import upgrades

WORK_OF_MIGRATE = {
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "auth_group_permissions",
    "wagtailcore_grouppagepermission",
    "wagtailcore_groupcollectionpermission",
}
"""Tables to which ``migrate`` adds rows: what was there stays."""
NOT_CONTENT = {"published_edition", "site_config_heartbeat"}
"""Tables that tell what runs, not what somebody wrote."""
NO_LONGER_STORED: dict[str, set[str]] = {}
"""Columns, by table, that a release since the first one has removed on purpose."""
CONTENT = {
    "wagtailcore_page",
    "wagtailcore_revision",
    "moderation_publishedversion",
    "moderation_auditlogentry",
    "wagtaildocs_document",
    "feedback_feedbackentry",
}
"""What must be among the tables that are compared, and not empty."""

pytestmark = [pytest.mark.both_databases, pytest.mark.long]


@pytest.fixture
def address(databases, django_db_setup, django_db_blocker):
    """The address of a database without tables."""
    name = databases.store.name(f"{databases.process}_upgraded")
    with django_db_blocker.unblock():
        databases.store.copy(None, name)
        yield databases.store.address(name)
        databases.store.drop(name)


def run(folder: Path, python: Path, environment: dict[str, str], *arguments: str):
    done = subprocess.run(  # noqa: S603
        [python, *arguments],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    return done.stdout


def test_nothing_that_the_first_release_stored_is_lost_or_changed(address, tmp_path):
    release, python = upgrades.code_of_first_release()
    data = tmp_path / "data"
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "TMPDIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "site_config.settings.local",
        "DATABASE_URL": address,
        "SECRET_KEY": "of a database that only the test of upgrades reads",
        "DATA_DIR": str(data),
        "ALLOWED_HOSTS": "www.example.org",
        "BASE_URL": "https://www.example.org",
        "DEMO": "1",
    }
    run(release, python, environment, "manage.py", "migrate", "-v0")
    run(release, python, environment, "manage.py", "load_demo", "-v0")
    prepare = ["-m", "tests.restore_drill", "--capture", str(tmp_path / "unused")]
    run(release, python, environment, *prepare, "--prepare")
    before = upgrades.rows_of(address)
    files = upgrades.files_below(data / "media")
    assert [table for table in CONTENT if not before[table]] == []
    assert files

    settings = {"DJANGO_SETTINGS_MODULE": "tests.failures.next_release.settings"}
    new = environment | settings
    here = Path(sys.executable)
    run(PROJECT_DIR, here, new, "manage.py", "migrate", "-v0")

    after = upgrades.rows_of(address)
    assert "next_release" in dict(next(iter(after["feedback_feedbackentry"])))
    for table, rows in before.items():
        if table in NOT_CONTENT:
            continue
        assert table in after, f"The table {table} is gone"
        removed = NO_LONGER_STORED.get(table, set())
        kept = upgrades.without_columns(rows, removed)
        left = upgrades.with_columns_of(kept, after[table])
        assert kept - left == {}, f"{table}: rows are gone or changed"
        assert table in WORK_OF_MIGRATE or left - kept == {}, f"{table}: new rows"
    assert upgrades.files_below(data / "media") == files
    shown = tmp_path / "shown"
    run(PROJECT_DIR, here, new, *prepare[:-1], str(shown))
    pages = upgrades.shown_pages(shown)
    assert len(pages) > 30
    assert [path for path, status in pages.items() if status != "200"] == []
