"""The application behind the front, as on a real site, and what an editor's change does to the files."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from pages.published import folder
from site_config.settings.environment import PROJECT_DIR
from tests.factories import RecommendationResponsePageFactory, SuperComplaintPageFactory
from tests.factories.published import clear, unpublish
from tests.failures import servers
from tests.waiting import wait_until

from . import front

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ENCODINGS = ["", "gzip", "br"]
BETRAYING = re.compile(rb"Embargoed|recommendation-3")
SECTION = "/super-complaints/"
OF_EACH_HOST = {
    "server",
    "date",
    "connection",
    "accept-ranges",
    "content-length",
    "etag",
    "last-modified",
}
PUBLISH_AND_DIE = """
import os, signal, sys, django
django.setup()
from complaints.models import RecommendationResponsePage
from pages.published import editions, folder
from tests.factories.published import unpublish
where = sys.argv[2]
if where == "before the edition":
    editions.current = lambda: os.kill(os.getpid(), signal.SIGKILL)
elif where == "before the swap":
    folder.show = lambda edition: os.kill(os.getpid(), signal.SIGKILL)
elif where == "within the swap":
    from pathlib import Path
    Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
unpublish(RecommendationResponsePage.objects.get(number=sys.argv[1]))
"""


def _address_of_the_database() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.fixture
def pages(transactional_db, section):
    """A super-complaint with two recommendations."""
    complaint = SuperComplaintPageFactory(
        parent=section, title="Stalking", slug="stalking"
    )
    return [
        complaint,
        RecommendationResponsePageFactory(parent=complaint, number="1"),
        RecommendationResponsePageFactory(parent=complaint, number="2"),
    ]


@pytest.fixture
def site(pages, tmp_path, settings):
    """The front, before two processes of the application, and the worker.

    This process makes changes.
    """
    database = SimpleNamespace(url=_address_of_the_database())
    with servers.serving(database, tmp_path, **servers.EVERY_EDITION) as running:
        for name, value in running.nginx.environment.items():
            setattr(settings, name, value)
        settings.WAGTAILADMIN_BASE_URL = f"https://{front.HOST}"
        yield running


def publish(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    clear(page).publish()


@pytest.mark.long
def test_the_site_behind_the_front(site, pages):
    """In one test: the site takes seconds to start."""
    nginx = site.nginx
    complaint, first, second = (page.relative_url(page.get_site()) for page in pages)
    _all_files_are_made_before_anybody_asks(site, [complaint, first, second])
    _headers_are_those_of_the_application(nginx, [complaint, first, "/"])
    _a_change_shows_at_once_and_what_is_equal_stays_known(
        nginx, pages[1], first, second
    )
    _what_is_withdrawn_is_gone_at_once(nginx, pages[2], second)
    for where in ("before the edition", "before the swap", "within the swap"):
        _what_is_withdrawn_is_gone_although_the_process_is_killed(
            site, pages[2], second, where
        )
    _what_is_scheduled_shows_at_its_time(nginx, pages[0], complaint)
    _no_reader_sees_what_was_before(nginx, pages[1], first)
    _forms_and_the_editor_are_never_kept(nginx)
    _nobody_fills_the_folder(site, complaint)
    assert site.is_file(complaint)
    for process in (site.application, site.worker):
        process.terminate()
        process.wait()
    site.listener.close()  # nobody would answer there
    assert nginx.ask(complaint).status == 200
    missing = nginx.ask("/never-seen/")
    assert (missing.status, b"<b>999</b>" in missing.body) == (503, True)


def _all_files_are_made_before_anybody_asks(site, paths):
    root = site.nginx.link / "files"
    expected = [f"{path}index.html" for path in ["/", *paths]] + list(
        django_settings.PUBLISHED_FILES
    )
    expected.remove("/.well-known/security.txt")  # this site has none

    def missing():
        return [path for path in expected if not (root / path.lstrip("/")).exists()]

    wait_until(lambda: not missing(), missing)
    assert all(site.is_file(path) for path in paths)


def _headers_are_those_of_the_application(nginx, paths):
    for path in [*paths, *django_settings.PUBLISHED_FILES]:
        name = f"{path}index.html" if path.endswith("/") else path
        stored = nginx.link / "files" / f"{name.lstrip('/')}.headers"
        if not stored.exists():
            continue
        sent = nginx.ask(path)
        expected = {
            header.lower(): value for header, value in json.loads(stored.read_text())
        }
        expected |= {
            "cache-control": "public, max-age=0, must-revalidate",
            "vary": "Accept-Encoding",
        }
        found = {header.lower(): value for header, value in sent.headers.items()}
        assert {key: found[key] for key in found.keys() - OF_EACH_HOST} == expected, (
            path
        )


def _a_change_shows_at_once_and_what_is_equal_stays_known(nginx, page, path, other):
    known = {
        encoding: nginx.ask(other, Accept_Encoding=encoding)["ETag"]
        for encoding in ENCODINGS
    }
    publish(page, wording="The exact words were changed.")

    assert b"The exact words were changed." in nginx.ask(path).body
    for encoding in ENCODINGS:
        again = nginx.ask(
            other, Accept_Encoding=encoding, If_None_Match=known[encoding]
        )
        assert again.status == 304


def _what_is_withdrawn_is_gone_at_once(nginx, page, path):
    unpublish(page)

    assert {
        nginx.ask(path, Accept_Encoding=encoding).status for encoding in ENCODINGS
    } == {404}
    page.refresh_from_db()
    publish(page)
    assert {
        nginx.ask(path, Accept_Encoding=encoding).status for encoding in ENCODINGS
    } == {200}


def _what_is_withdrawn_is_gone_although_the_process_is_killed(site, page, path, where):
    nginx = site.nginx
    wait_until(lambda: site.is_file(path))
    command = [sys.executable, "-c", PUBLISH_AND_DIE, page.number, where]
    killed = subprocess.run(command, cwd=PROJECT_DIR, env=site.environment, check=False)  # noqa: S603
    assert killed.returncode == -signal.SIGKILL, where
    wait_until(lambda: nginx.ask(path).status == 404, where)
    page.refresh_from_db()
    publish(page)
    assert nginx.ask(path).status == 200


def _what_is_scheduled_shows_at_its_time(nginx, complaint, path):
    new = RecommendationResponsePageFactory(
        parent=complaint, number="3", title="Embargoed", live=False
    )
    data = [
        f"{SECTION}data/recommendations.csv",
        f"{SECTION}updates.atom",
        "/sitemap.xml",
    ]
    addresses = [
        path,
        f"{path}recommendation-3/",
        SECTION,
        f"{SECTION}recommendations/",
        *data,
    ]
    due = timezone.now() + timedelta(seconds=8)
    new.go_live_at = due
    clear(new).publish()
    looked = 0
    while True:
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
    for address in addresses:
        wait_until(lambda address=address: nginx.ask(address).status == 200)
    shown = {address: nginx.ask(address) for address in addresses}
    assert {address for address, each in shown.items() if not _betrays(each)} == {
        SECTION
    }


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
            answer = front.ask(readers_connection, path, Cookie=cookie)
            answers[0] += 1
            found = int(re.search(r"Wording (\d+)\.", answer.body.decode())[1])
            if found < expected:
                stale.append((expected, found))
        readers_connection.close()

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read, f"analytics={number}") for number in range(3)]
        try:
            for number in range(1, 6):
                publish(page, wording=f"Wording {number}.")
                least = number
                read_before = answers[0]
                wait_until(lambda before=read_before: answers[0] >= before + 6)
        finally:
            over.set()
    for reader in readers:
        reader.result()  # raises what ended it
    connection.close()
    assert stale == []
    assert answers[0] >= 30


def _forms_and_the_editor_are_never_kept(nginx):
    for path in ["/feedback/", "/admin/login/"]:
        for _ in range(2):
            answer = nginx.ask(path)
            assert "no-store" in answer["Cache-Control"], path
    assert nginx.ask("/no-such-page/")["Cache-Control"] == "no-store"
    assert not (nginx.link / "files" / "feedback").exists()


def _nobody_fills_the_folder(site, path):
    nginx = site.nginx

    def is_filled():
        known = nginx.link.resolve().parent / folder.KNOWN
        return folder.count_files(nginx.link) == folder.count_files(known)

    wait_until(is_filled)
    before = sorted(nginx.link.resolve().rglob("*"))
    for number in range(4):
        nginx.ask(f"/no-such-page-{number}/")
        nginx.ask(f"{path}?x={number}")
        nginx.ask(path.replace("c", f"%{ord('c'):x}", number % 2 + 1))
        nginx.ask(f"/brand/{number:06}.css")
    nginx.ask(path, Cookie="x" * 8100)
    for header in (
        {"Cookie": "sessionid=x; csrftoken=y"},
        {"If_Match": '"x"'},
        {"Range": "bytes=0-1"},
    ):
        nginx.ask(path, **header)
    assert site.is_file(path)
    after = sorted(nginx.link.resolve().rglob("*"))
    assert [
        each for each in after if each not in before and "history" not in str(each)
    ] == []
