"""Two hosts behind a load balancer are one site, and one of them may freeze."""

import os
import time
from urllib.parse import urlencode

import psycopg
import pytest

from pages.feedback.views import MAX_STORED
from tests.waiting import wait_until, wait_until_clock_shows

from . import hosts
from .load import under_load
from .processes import frozen, with_all_below
from .servers import KEPT

pytestmark = [pytest.mark.slow, pytest.mark.long]
LOG = "/admin/moderation/log/"
WAIT_FOR_A_HOST = 5
"""Seconds that nobody waits for another host."""


@pytest.fixture(scope="module")
def site(database, tmp_path_factory):
    """Two hosts with all that they share."""
    hosts.install()
    with hosts.two_hosts(database, tmp_path_factory.mktemp("hosts")) as running_hosts:
        yield running_hosts


def shows(nginx, text) -> bool:
    answer = nginx.ask(KEPT)
    assert answer.status == 200
    return text in answer.body.decode()


def shows_file(host, text) -> bool:
    return shows(host.nginx, text) and host.is_file(KEPT)


def is_in_log(nginx, title, signed_in) -> bool:
    """Ask for what was decided about ``title`` as a file: the screen names pages as they are now."""
    answer = nginx.ask(
        f"{LOG}?{urlencode({'object_name': title, 'export': 'csv'})}", **signed_in
    )
    assert answer.status == 200
    _, *decisions = answer.body.decode().splitlines()
    return bool(decisions)


def count(database, query) -> int:
    with psycopg.connect(database.url) as connection:
        return connection.execute(query).fetchone()[0] or 0


def test_what_one_host_publishes_both_fronts_show(site):
    officer = site.tell("officer")
    signed_in = {"Cookie": hosts.cookies(officer)}
    title = "Published on the first host"
    for host in site.hosts:
        assert not shows(host.nginx, title)

    site.publish(title, officer)

    for host in site.hosts:
        wait_until(lambda host=host: shows_file(host, title))
        assert is_in_log(host.nginx, title, signed_in)


def test_what_is_due_is_done_once_though_each_host_has_a_worker(site):
    versions = "SELECT count(*) FROM moderation_publishedversion"
    # Another test may have left the beat of a host whose clock was ahead.
    beats = "SELECT max(extract(epoch FROM at))::int FROM site_config_heartbeat WHERE at <= now()"
    before = count(site.first.database, versions)
    pages = site.tell("schedule", "Published at its time", "10")
    for host in site.hosts:
        wait_until(lambda host=host: shows(host.nginx, "Published at its time"))
    shown_at = time.time()
    wait_until(lambda: count(site.first.database, beats) > shown_at + 3)

    assert count(site.first.database, versions) == before + pages


def test_both_hosts_read_one_bucket_and_count_in_one_redis(site):
    editor = site.tell("editor")
    form = hosts.multipart(
        {"title": "Letter", "collection": "1"}, "letter.txt", b"A letter"
    )
    added = hosts.post(site.first.nginx, "/admin/documents/add/", editor, *form)
    assert added.status == 302, added.body.decode()[:2000]
    number = count(site.first.database, "SELECT max(id) FROM wagtaildocs_document")
    address = f"/documents/{number}/letter.txt"
    read = site.second.nginx.ask(address, Cookie=hosts.cookies(editor))
    assert (read.status, read.body) == (200, b"A letter")
    assert site.second.nginx.ask(address).status == 404  # no live page refers to it

    most = MAX_STORED["feedback"]
    sent = [
        site.hosts[n % 2].send_feedback(f"From one network {n}", "127.5.5.5").status
        for n in range(most + 2)
    ]
    assert sent == [303] * most + [429] * 2


def test_a_host_whose_application_freezes_takes_no_kept_page_and_no_text_along(site):
    for host in site.hosts:
        wait_until(lambda host=host: host.nginx.ask(KEPT).status == 200)
    with under_load(site.both, "the second host's application frozen for 60 s") as load:
        load.goes_on()
        with frozen(with_all_below(site.second.application.pid)):
            wait_until_clock_shows(time.time() + 60)
            read_at_first = len(load.made)
            load.goes_on(10)
        load.wait_until_back(site.second)

    # Of those who read what is made, only whom the second host had when it froze.
    assert sum(status != 200 for status in load.made) <= 2
    assert set(load.made[read_at_first:]) == {200}


def test_while_the_database_is_frozen_and_no_host_is_well_the_balancer_still_sends_readers_to_both(
    site,
):
    for host in site.hosts:
        wait_until(lambda host=host: host.is_file(KEPT))
    with under_load(
        site.both, "the database frozen for 30 s behind a load balancer"
    ) as load:
        load.goes_on()
        with site.first.database.frozen():
            wait_until_clock_shows(time.time() + 30)
        load.goes_on()


def test_a_host_that_freezes_delays_no_publication_and_shows_it_when_it_is_back(site):
    title = "While a host is frozen"
    processes = with_all_below(site.second.nginx.server.pid) | with_all_below(
        site.second.worker.pid
    )
    with frozen(processes):
        seconds = site.tell("publish_often", title, "11")
        assert shows(site.first.nginx, f"{title} 11")
    back_at = time.monotonic()
    wait_until(lambda: shows(site.second.nginx, f"{title} 11"))

    back_after = time.monotonic() - back_at
    print(
        f"11 publications beside a frozen host: {max(seconds):.1f} s at most; shown {back_after:.1f} s later"
    )
    assert max(seconds) < WAIT_FOR_A_HOST


def test_a_host_that_has_no_database_for_a_day_shows_nothing_old(site):
    """The worker tells by the time of its last look, which this sets back."""
    looked = site.second.nginx.folder / "published" / ".looked"
    wait_until(lambda: site.second.is_file(KEPT))
    with site.first.database.stopped():
        wait_until_clock_shows(time.time() + 5)
        assert site.second.nginx.ask(KEPT).status == 200
        os.utime(looked, (0, 0))
        wait_until(lambda: site.second.nginx.ask(KEPT).status == 503)
    wait_until(lambda: site.second.is_file(KEPT))
