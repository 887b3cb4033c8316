"""Processes die, restart and freeze: kept pages stay, and no feedback that was thanked for is lost."""

import os
import signal
import subprocess
import time

import pytest

from tests.waiting import wait_until

from . import servers

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """A database with sample content, which the tests of this module share."""
    with servers.running_database() as running:
        environment = servers.site_environment(running, tmp_path_factory.mktemp("content"))
        for command in (["migrate", "-v0"], ["load_sample", "--super-complaints=1", "--recommendations=2"]):
            subprocess.run([*servers.MANAGE, *command], env=environment, check=True, capture_output=True)  # noqa: S603
        yield running


@pytest.fixture
def site(database, tmp_path):
    """The site, which waits for its database for two seconds at most."""
    with servers.serving(database, tmp_path, DATABASE_TIMEOUT="2") as running:
        wait_until(lambda: running.nginx.ask(servers.KEPT).status == 200)
        yield running


def report(name, load, seconds=None):
    """Print the line of the table of faults."""
    sent = len(load.kept) + len(load.made)
    failed = sum(status != 200 for status in load.made)
    print(
        f"{name}: {len(load.kept)} kept reads, {sum(s != 200 for s in load.kept)} failed; "
        f"{len(load.made)} made reads, {failed} failed, slowest {load.slowest:.1f} s; "
        f"{len(load.acknowledged)} pieces thanked for; {sent} reads in all"
        + (f"; back after {seconds:.1f} s" if seconds is not None else "")
    )


def assert_nothing_lost(load):
    assert set(load.kept) == {200}
    assert load.unanswered == []
    assert load.acknowledged <= load.servers.database.texts()


def test_a_worker_that_is_killed_takes_no_kept_page_and_no_feedback_along(site):
    load = servers.Load(site)
    with load.going_on():
        for _ in range(3):
            before = site.workers
            os.kill(min(before), signal.SIGKILL)
            wait_until(lambda before=before: len(site.workers - before) == 1)
            done = len(load.acknowledged)
            wait_until(lambda done=done: len(load.acknowledged) > done + 3)

    report("kill -9 of a worker, 3 times", load)
    assert_nothing_lost(load)
    assert load.acknowledged


@pytest.mark.long
def test_ten_restarts_cost_nobody_an_answer(site):
    load = servers.Load(site)
    with load.going_on():
        for _ in range(10):
            done = len(load.made)
            wait_until(lambda done=done: len(load.made) > done + 5)
            site.restart_application()
        site.wait_until_up()

    report("10 restarts by SIGTERM", load)
    assert_nothing_lost(load)
    assert set(load.made) == {200}


@pytest.mark.long
@pytest.mark.parametrize("seconds", [8, 80])
def test_a_frozen_database_takes_no_text_and_no_health_check_along(site, seconds):
    load = servers.Load(site)
    slowest_check = 0.0
    with load.going_on():
        with site.database.frozen():
            ends_at = time.monotonic() + seconds
            while time.monotonic() < ends_at:
                asked_at = time.monotonic()
                assert site.nginx.ask("/healthz").status == 200
                slowest_check = max(slowest_check, time.monotonic() - asked_at)
        thawed_at = time.monotonic()
        site.wait_until_up()
        back_after = time.monotonic() - thawed_at

    report(f"database frozen for {seconds} s", load, back_after)
    assert_nothing_lost(load)
    assert slowest_check < 2  # the database would have kept it waiting for that long
    outage = [line for line in site.log.read_text().splitlines() if "did not answer" in line]
    assert 1 <= len(outage) <= 2 * (1 + seconds // 60)  # by each of two processes


def test_a_database_that_is_killed_comes_back_by_itself(site):
    load = servers.Load(site)
    with load.going_on():
        # The server's own parent stays, and starts what was killed anew.
        with site.database.frozen():
            pass
        victim = max(site.database.processes)
        os.kill(victim, signal.SIGKILL)
        site.wait_until_up()

    report("kill -9 of a process of PostgreSQL", load)
    assert_nothing_lost(load)


@pytest.mark.long
def test_without_its_redis_the_site_goes_on(database, tmp_path):
    (port,) = servers.free_ports(1)
    with servers.serving(database, tmp_path, CACHE_URL=f"redis://127.0.0.1:{port}/0") as site:
        load = servers.Load(site)
        with load.going_on():
            wait_until(lambda: len(load.acknowledged) > 5 and len(load.made) > 5 and len(load.kept) > 5)
        ready = site.nginx.ask("/readyz")

    report("Redis gone", load)
    assert_nothing_lost(load)
    assert set(load.made) == {200}
    assert (ready.status, b'"cache"' in ready.body) == (200, True)
