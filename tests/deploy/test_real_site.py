"""The application behind the front, as on a real site, and what an editor's change does to what is kept."""

import json
import os
import re
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from pages.http_cache import purging
from pages.http_cache.keys import EVERYTHING
from pages.moderation.publishing import scheduling
from site_config.settings.environment import PROJECT_DIR
from tests.factories import RecommendationResponsePageFactory, SuperComplaintPageFactory
from tests.factories.published import clear, unpublish
from tests.ports import free_ports
from tests.waiting import wait_until, wait_until_clock_shows

from . import front

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ENCODINGS = ["", "gzip", "br"]
BETRAYING = re.compile(rb"Embargoed|recommendation-3")
SECTION = "/super-complaints/"
FILES = ("recommendations.csv", "recommendations.json", "changes.csv")
DATA = [*(f"{SECTION}data/{name}" for name in FILES), f"{SECTION}updates.atom", "/sitemap.xml"]


def _address_of_the_database() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.fixture
def pages(transactional_db, section):
    """A super-complaint with two recommendations."""
    complaint = SuperComplaintPageFactory(parent=section, title="Stalking", slug="stalking")
    return [
        complaint,
        RecommendationResponsePageFactory(parent=complaint, number="1"),
        RecommendationResponsePageFactory(parent=complaint, number="2"),
    ]


@pytest.fixture
def nginx(pages, tmp_path, settings):
    """The front, before two processes of the application; changes are made in this one."""
    _wait_out_midnight()
    (port,) = free_ports(1)
    with front.serving(tmp_path, port) as running:
        settings.FRONT = "nginx"
        settings.FRONT_PURGE_ADDRESSES = [f"http://127.0.0.1:{running.purge_port}/purge"]
        server = subprocess.Popen(  # noqa: S603
            [
                *(sys.executable, "-m", "gunicorn", "site_config.wsgi", "--bind", f"127.0.0.1:{port}"),
                *("--workers", "2", "--threads", "4", "--no-control-socket"),
            ],
            cwd=PROJECT_DIR,
            stderr=(tmp_path / "application.log").open("w"),
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "site_config.settings.local",
                "DATABASE_URL": _address_of_the_database(),
                "DATA_DIR": str(tmp_path / "data"),
                "ALLOWED_HOSTS": front.HOST,
                "BASE_URL": f"https://{front.HOST}",
                "TRUSTED_PROXY": "1",
                "PAGE_CACHE": "0",
                "FRONT": "nginx",
                "FRONT_PURGE": settings.FRONT_PURGE_ADDRESSES[0],
            },
        )
        running.application = server
        try:

            def is_up() -> bool:
                assert server.poll() is None, _log(tmp_path)
                return running.ask("/healthz").status == 200

            wait_until(is_up, lambda: _log(tmp_path))
            yield running
        finally:
            server.terminate()
            server.wait()


def _wait_out_midnight():
    """Let no day end while the test runs: nothing is kept any longer then."""
    now = timezone.localtime()
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    if midnight - now < timedelta(minutes=2):
        wait_until_clock_shows(midnight.timestamp())


def _log(folder):
    return (folder / "application.log").read_text()[-3000:]


def statuses(nginx, path):
    """Return what the cache said of each request for ``path`` that was answered with 200."""
    answers = [json.loads(line) for line in nginx.requests(path)]
    return [answer["cache"] or "-" for answer in answers if answer["status"] == 200]


def status_now(nginx, path, encoding=""):
    """Ask for ``path``, and return what the cache said of it.

    Two processes write the log: its last line may be of an earlier request.
    """
    before = Counter(statuses(nginx, path))
    assert (nginx.ask(path, Accept_Encoding=encoding)["Content-Encoding"] or "") == encoding
    (status,) = (Counter(statuses(nginx, path)) - before).elements()
    return status


def until_kept(nginx, *paths):
    """Ask until all is kept: a page that changed in this very second is not."""
    for path in paths:
        for encoding in ENCODINGS:
            wait_until(
                lambda path=path, encoding=encoding: status_now(nginx, path, encoding) == "HIT",
                f"{path} is not kept",
            )


def publish(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    clear(page).publish()


def test_the_site_behind_the_front(nginx, pages):
    """In one test: the site takes seconds to start."""
    complaint, first, second = (page.relative_url(page.get_site()) for page in pages)
    _pages_are_kept_and_confirmed(nginx, [complaint, first, second])
    _a_change_shows_at_once_and_concerns_no_other(nginx, pages[1], first, second)
    _what_is_withdrawn_is_gone_at_once(nginx, pages[2], second)
    _what_is_scheduled_shows_at_its_time(nginx, pages[0], complaint)
    _no_reader_sees_what_was_before(nginx, pages[1], first)
    _forms_and_the_editor_are_never_kept(nginx)
    _files_of_styles_are_kept_for_good(nginx, complaint)
    _nobody_wears_the_cache_out(nginx, complaint)
    nginx.application.terminate()
    nginx.application.wait()
    assert nginx.ask(complaint).status == 200
    assert nginx.ask("/never-seen/").status == 502


def _pages_are_kept_and_confirmed(nginx, paths):
    until_kept(nginx, *paths)
    for path in paths:
        tags = set()
        for encoding in ENCODINGS:
            answer = nginx.ask(path, Accept_Encoding=encoding)
            assert (answer["Content-Encoding"] or "") == encoding
            assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
            assert not {"Surrogate-Key", "Surrogate-Control", "X-Accel-Expires"} & set(answer.headers)
            assert answer["Set-Cookie"] is None
            tags.add(answer["ETag"])
            again = nginx.ask(path, Accept_Encoding=encoding, If_None_Match=answer["ETag"])
            since = nginx.ask(path, Accept_Encoding=encoding, If_Modified_Since=answer["Last-Modified"])
            assert [again.status, since.status] == [304, 304]
        assert len(tags) == 3
        assert status_now(nginx, path) == "HIT"


def _a_change_shows_at_once_and_concerns_no_other(nginx, page, path, other):
    publish(page, wording="The exact words were changed.")

    for encoding in ENCODINGS:
        nginx.ask(path, Accept_Encoding=encoding)
    assert b"The exact words were changed." in nginx.ask(path).body
    assert status_now(nginx, other) == "HIT"


def _what_is_withdrawn_is_gone_at_once(nginx, page, path):
    unpublish(page)

    assert {nginx.ask(path, Accept_Encoding=encoding).status for encoding in ENCODINGS} == {404}
    page.refresh_from_db()
    publish(page)
    assert {nginx.ask(path, Accept_Encoding=encoding).status for encoding in ENCODINGS} == {200}


def _what_is_scheduled_shows_at_its_time(nginx, complaint, path):
    new = RecommendationResponsePageFactory(parent=complaint, number="3", title="Embargoed", live=False)
    addresses = [path, f"{path}recommendation-3/", SECTION, f"{SECTION}recommendations/", *DATA]
    for address in addresses * 4:  # what both processes read and compile at first takes longest
        nginx.ask(address)
    due = timezone.now() + timedelta(seconds=8)
    new.go_live_at = due
    clear(new).publish()
    nginx.purge(EVERYTHING)
    until_kept(nginx, path)
    looked = 0
    while True:
        scheduling.publish_due()
        for address in addresses:
            answer = nginx.ask(address)
            if timezone.now() >= due:
                break
            assert not _betrays(answer), address
        else:
            looked += 1
            continue
        break
    assert looked, "the time had come before anybody could look"
    scheduling.publish_due()
    purging.deliver_due_purges()
    shown = {address: nginx.ask(address) for address in addresses}
    assert {address for address, each in shown.items() if not _betrays(each)} == {SECTION}
    assert {each.status for each in shown.values()} == {200}


def _betrays(answer):
    """Tell whether what is scheduled shows; a page that is not there names its address."""
    return answer.status == 200 and bool(BETRAYING.search(answer.body))


def _no_reader_sees_what_was_before(nginx, page, path):
    least, stale, answers, over = 0, [], [0], threading.Event()
    publish(page, wording="Wording 0.")

    def read(cookie):
        readers_connection = nginx.connect()
        while not over.is_set():
            expected = least
            body = front.ask(readers_connection, path, Cookie=cookie).body.decode()
            answers[0] += 1
            found = int(re.search(r"Wording (\d+)\.", body)[1])
            if found < expected:
                stale.append((expected, found))
        readers_connection.close()

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read, f"analytics={number}") for number in range(3)]
        try:
            for number in range(1, 16):
                publish(page, wording=f"Wording {number}.")
                least = number
                # Until everybody has read it, and now and then until the page is kept.
                read_before, hits_before = answers[0], statuses(nginx, path).count("HIT")
                wait_until(lambda before=read_before: answers[0] >= before + 6)
                if number % 5 == 0:
                    wait_until(lambda before=hits_before: statuses(nginx, path).count("HIT") > before)
        finally:
            over.set()
    for each in readers:
        each.result()  # raises what ended it
    connection.close()
    assert stale == []
    assert answers[0] > 50


def _forms_and_the_editor_are_never_kept(nginx):
    for path in ["/feedback/", "/admin/login/"]:
        for _ in range(2):
            answer = nginx.ask(path)
            assert "no-store" in answer["Cache-Control"], path
    assert "HIT" not in statuses(nginx, "/admin/login/")
    assert nginx.ask("/no-such-page/")["Cache-Control"] == "no-store"


def _files_of_styles_are_kept_for_good(nginx, path):
    style = re.search(r'href="(/static/[^"]+\.css)"', nginx.ask(path).body.decode())[1]

    asked = ["gzip", "gzip", "br", "br"]
    assert [status_now(nginx, style, encoding) for encoding in asked] == ["MISS", "HIT", "MISS", "HIT"]


def _nobody_wears_the_cache_out(nginx, path):
    until_kept(nginx, path)
    for number in range(150):
        letters = "".join(
            f"%{ord(letter):x}" if number + 1 >> place & 1 else letter
            for place, letter in enumerate("complaints")
        )
        assert nginx.ask(path.replace("complaints", letters))["Location"] == path
    for header in (
        {"Cookie": "x" * 8100},
        {"Cookie": "sessionid=x; csrftoken=y"},
        {"Referer": "x" * 8100},
        {"If_Match": '"x"'},
        {"Range": "bytes=0-1"},
    ):
        nginx.ask(path, **header)
        assert status_now(nginx, path) == "HIT", header
    plain = nginx.ask(DATA[1])
    asked = nginx.ask(f"{DATA[1]}?1")
    assert (plain.status, asked.status, asked["Location"]) == (200, 302, DATA[1])
