"""The application behind the front, as on a real site, and what an editor's change does to the files."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from pages.published import folder
from site_config.settings.environment import PROJECT_DIR
from tests.factories import RecommendationResponsePageFactory, SuperComplaintPageFactory
from tests.factories.published import clear, unpublish
from tests.ports import free_ports
from tests.waiting import wait_until

from . import front

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ENCODINGS = ["", "gzip", "br"]
BETRAYING = re.compile(rb"Embargoed|recommendation-3")
SECTION = "/super-complaints/"
OF_EACH_HOST = {"server", "date", "connection", "accept-ranges", "content-length", "etag", "last-modified"}
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
    complaint = SuperComplaintPageFactory(parent=section, title="Stalking", slug="stalking")
    return [
        complaint,
        RecommendationResponsePageFactory(parent=complaint, number="1"),
        RecommendationResponsePageFactory(parent=complaint, number="2"),
    ]


@pytest.fixture
def nginx(pages, tmp_path, settings):
    """The front, before two processes of the application and the worker. This process makes changes."""
    (port,) = free_ports(1)
    with front.serving(tmp_path, port) as running, contextlib.ExitStack() as stack:
        settings.PUBLISHED_DIR = running.environment["PUBLISHED_DIR"]
        settings.PUBLISHED_LINK = running.environment["PUBLISHED_LINK"]
        settings.WAGTAILADMIN_BASE_URL = f"https://{front.HOST}"
        running.variables = {
            **os.environ,
            **running.environment,
            "DJANGO_SETTINGS_MODULE": "site_config.settings.local",
            "DATABASE_URL": _address_of_the_database(),
            "DATA_DIR": str(tmp_path / "data"),
            "ALLOWED_HOSTS": front.HOST,
            "BASE_URL": f"https://{front.HOST}",
            "TRUSTED_PROXY": "1",
        }
        log = stack.enter_context((tmp_path / "application.log").open("w"))
        running.application = subprocess.Popen(  # noqa: S603
            [
                *(sys.executable, "-m", "gunicorn", "site_config.wsgi", "--bind", f"127.0.0.1:{port}"),
                *("--workers", "2", "--threads", "4", "--no-control-socket"),
            ],
            cwd=PROJECT_DIR,
            stderr=log,
            env=running.variables,
        )
        running.worker = _start_worker(running, log)
        try:
            wait_until(lambda: running.ask("/healthz").status == 200, lambda: _log(tmp_path))
            yield running
        finally:
            for process in (running.application, running.worker):
                process.terminate()
                process.wait()


def _start_worker(running, log):
    command = [sys.executable, "manage.py", "run_scheduled", "--every", "1"]
    return subprocess.Popen(command, cwd=PROJECT_DIR, env=running.variables, stderr=log)  # noqa: S603


def _log(folder):
    return (folder / "application.log").read_text()[-3000:]


def is_file(nginx, path) -> bool:
    """Ask for ``path``; return whether nginx alone answered with 200."""
    assert nginx.ask(path).status == 200, path
    return not json.loads(nginx.requests(path)[-1])["application"]


def publish(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    clear(page).publish()


@pytest.mark.long
def test_the_site_behind_the_front(nginx, pages):
    """In one test: the site takes seconds to start."""
    complaint, first, second = (page.relative_url(page.get_site()) for page in pages)
    _all_files_are_made_before_anybody_asks(nginx, [complaint, first, second])
    _headers_are_those_of_the_application(nginx, [complaint, first, "/"])
    _a_change_shows_at_once_and_what_is_equal_stays_known(nginx, pages[1], first, second)
    _what_is_withdrawn_is_gone_at_once(nginx, pages[2], second)
    for where in ("before the edition", "before the swap", "within the swap"):
        _what_is_withdrawn_is_gone_although_the_process_is_killed(nginx, pages[2], second, where)
    _what_is_scheduled_shows_at_its_time(nginx, pages[0], complaint)
    _no_reader_sees_what_was_before(nginx, pages[1], first)
    _forms_and_the_editor_are_never_kept(nginx)
    _nobody_fills_the_folder(nginx, complaint)
    assert is_file(nginx, complaint)
    for process in (nginx.application, nginx.worker):
        process.terminate()
        process.wait()
    assert nginx.ask(complaint).status == 200
    missing = nginx.ask("/never-seen/")
    assert (missing.status, b"<b>999</b>" in missing.body) == (503, True)


def _all_files_are_made_before_anybody_asks(nginx, paths):
    root = nginx.link / "files"
    expected = [f"{path}index.html" for path in ["/", *paths]] + list(django_settings.PUBLISHED_FILES)
    expected.remove("/.well-known/security.txt")  # this site has none

    def missing():
        return [path for path in expected if not (root / path.lstrip("/")).exists()]

    wait_until(lambda: not missing(), missing)
    assert all(is_file(nginx, path) for path in paths)


def _headers_are_those_of_the_application(nginx, paths):
    for path in [*paths, *django_settings.PUBLISHED_FILES]:
        name = f"{path}index.html" if path.endswith("/") else path
        stored = nginx.link / "files" / f"{name.lstrip('/')}.headers"
        if not stored.exists():
            continue
        sent = nginx.ask(path)
        expected = {header.lower(): value for header, value in json.loads(stored.read_text())}
        expected |= {"cache-control": "public, max-age=0, must-revalidate", "vary": "Accept-Encoding"}
        found = {header.lower(): value for header, value in sent.headers.items()}
        assert {key: found[key] for key in found.keys() - OF_EACH_HOST} == expected, path


def _a_change_shows_at_once_and_what_is_equal_stays_known(nginx, page, path, other):
    known = {encoding: nginx.ask(other, Accept_Encoding=encoding)["ETag"] for encoding in ENCODINGS}
    publish(page, wording="The exact words were changed.")

    assert b"The exact words were changed." in nginx.ask(path).body
    for encoding in ENCODINGS:
        again = nginx.ask(other, Accept_Encoding=encoding, If_None_Match=known[encoding])
        assert again.status == 304


def _what_is_withdrawn_is_gone_at_once(nginx, page, path):
    unpublish(page)

    assert {nginx.ask(path, Accept_Encoding=encoding).status for encoding in ENCODINGS} == {404}
    page.refresh_from_db()
    publish(page)
    assert {nginx.ask(path, Accept_Encoding=encoding).status for encoding in ENCODINGS} == {200}


def _what_is_withdrawn_is_gone_although_the_process_is_killed(nginx, page, path, where):
    wait_until(lambda: is_file(nginx, path))
    environment = nginx.variables | {"DJANGO_SETTINGS_MODULE": "site_config.settings.local"}
    command = [sys.executable, "-c", PUBLISH_AND_DIE, page.number, where]
    killed = subprocess.run(command, cwd=PROJECT_DIR, env=environment, check=False)  # noqa: S603
    assert killed.returncode == -signal.SIGKILL, where
    wait_until(lambda: nginx.ask(path).status == 404, where)
    page.refresh_from_db()
    publish(page)
    assert nginx.ask(path).status == 200


def _what_is_scheduled_shows_at_its_time(nginx, complaint, path):
    new = RecommendationResponsePageFactory(parent=complaint, number="3", title="Embargoed", live=False)
    data = [f"{SECTION}data/recommendations.csv", f"{SECTION}updates.atom", "/sitemap.xml"]
    addresses = [path, f"{path}recommendation-3/", SECTION, f"{SECTION}recommendations/", *data]
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
    assert {address for address, each in shown.items() if not _betrays(each)} == {SECTION}


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
    for each in readers:
        each.result()  # raises what ended it
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


def _nobody_fills_the_folder(nginx, path):
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
    for header in ({"Cookie": "sessionid=x; csrftoken=y"}, {"If_Match": '"x"'}, {"Range": "bytes=0-1"}):
        nginx.ask(path, **header)
    assert is_file(nginx, path)
    after = sorted(nginx.link.resolve().rglob("*"))
    assert [each for each in after if each not in before and "history" not in str(each)] == []
