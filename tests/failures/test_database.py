"""The database stops, freezes, dies, locks a table or has no room: kept pages stay, and no text is lost."""

import contextlib
import subprocess
import sys
import time

import psycopg
import pytest

from tests.waiting import wait_until, wait_until_clock_shows

from . import postgresql, servers
from .load import under_load
from .test_surroundings import PUBLISH

pytestmark = pytest.mark.slow


@pytest.mark.long
@pytest.mark.parametrize("seconds", [8, 80])
def test_a_frozen_database_takes_no_text_and_no_health_check_along(site, seconds):
    slowest_check = 0.0
    with under_load(site, f"database frozen for {seconds} s") as load:
        with site.database.frozen():
            ends_at = time.monotonic() + seconds
            while time.monotonic() < ends_at:
                asked_at = time.monotonic()
                assert site.nginx.ask("/healthz").status == 200
                slowest_check = max(slowest_check, time.monotonic() - asked_at)
        load.wait_until_back(site)

    assert slowest_check < 10  # it waits behind others at most, as every request does
    assert load.slowest < 10  # who asks several times in one request waits once
    outage = [
        line for line in site.log.read_text().splitlines() if "did not answer" in line
    ]
    # By each of two processes, once a minute; and by who was refused in the very moment
    # of its return.
    assert 1 <= len(outage) <= 2 * (2 + seconds // 60)


def test_a_database_that_is_killed_comes_back_by_itself(site):
    with under_load(site, "kill -9 of a process of PostgreSQL") as load:
        load.goes_on()
        # The server's own parent stays; it ends all others and starts them anew.
        wait_until(site.database.kill_whoever_serves)
        site.wait_until_up()
        load.goes_on()


@pytest.mark.long
def test_a_database_that_is_away_for_a_minute_is_found_again(site):
    with under_load(site, "database stopped for 60 s") as load:
        load.goes_on()
        with site.database.stopped():
            wait_until_clock_shows(time.time() + 60)
        load.wait_until_back(site)
        load.goes_on()

    assert 503 in load.made


@pytest.mark.long
def test_a_database_that_gives_nobody_another_connection_loses_no_text(site):
    with under_load(site, "all connections of the database taken") as load:
        load.goes_on()
        with contextlib.ExitStack() as stack:

            def take_all():
                with contextlib.suppress(psycopg.OperationalError):
                    while True:
                        stack.enter_context(
                            contextlib.closing(psycopg.connect(site.database.url))
                        )

            site.restart_application()  # it had connections, which it would go on using
            wait_until(lambda: take_all() or load.given_back)
        load.wait_until_back(site)
        load.goes_on()


@pytest.mark.long
def test_a_restart_in_the_middle_of_a_publication_leaves_all_or_nothing(site):
    before = site.nginx.ask(servers.KEPT).body
    publish = [sys.executable, "-c", PUBLISH]
    with under_load(site, "PostgreSQL restarted in the middle of a publication"):
        with (
            contextlib.suppress(psycopg.OperationalError),
            site.database.locked("published_change"),
        ):
            publication = subprocess.Popen(  # noqa: S603
                publish, env=site.environment, cwd=servers.PROJECT_DIR
            )
            wait_until(lambda: site.database.waits_for("published_change"))
            with site.database.stopped():
                assert publication.wait() != 0
        site.wait_until_up()
        assert site.nginx.ask(servers.KEPT).body == before
        subprocess.run(  # noqa: S603
            publish, env=site.environment, cwd=servers.PROJECT_DIR, check=True
        )
        wait_until(lambda: b"Published just now" in site.nginx.ask(servers.KEPT).body)


@pytest.mark.long
@pytest.mark.parametrize(
    "table", ["wagtailcore_page", "feedback_feedbackentry", "django_session"]
)
def test_a_locked_table_keeps_nobody_waiting_for_long_and_loses_no_text(site, table):
    with under_load(site, f"{table} locked for 10 s") as load:
        with site.database.locked(table):
            done = len(load.made)
            wait_until(lambda: len(load.made) > done + 5)
            wait_until_clock_shows(time.time() + 10)
        load.wait_until_back(site)
        load.goes_on()


@pytest.mark.long
def test_a_disk_that_is_full_loses_no_text_and_is_used_again_when_it_has_room(
    small_disk, tmp_path, monkeypatch
):
    disk = small_disk("300m")
    monkeypatch.setenv("TESTS_FOLDER", str(disk.folder))
    with postgresql.running_database() as database:
        servers.fill(database, tmp_path / "content")
        with servers.serving(database, tmp_path, **servers.SHORT_WAITS) as site:
            wait_until(lambda: site.nginx.ask(servers.KEPT).status == 200)
            with under_load(site, "the database's disk full for 20 s") as load:
                load.goes_on()
                with disk.full():
                    # Feedback that fits into what PostgreSQL has already is stored;
                    # then none is.
                    wait_until_clock_shows(time.time() + 20)
                if not database.runs:
                    database.start()  # as its unit does
                load.wait_until_back(site)
                load.goes_on()

            assert load.given_back  # it did bite
