"""Files that the server process makes and sends."""

import io
import json
import os
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from unittest import mock
from zlib import crc32, decompressobj

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone

from pages.content.models import PrivacyPage
from pages.core.outages import Outage
from pages.published import editions, folder, serving, worker
from pages.published.serving import SAME_FOR_ALL
from pages.quick_exit.exit import LISTEN_SCRIPT, STALLED_SCRIPT
from tests.deploy.published_folder import BEGINNING
from tests.factories import SuperComplaintPageFactory, change_live, publish
from tests.pages.moderation.routes.discovery import url_patterns
from tests.waiting import PATIENCE, wait_until

from .conftest import files, without_database
from .wsgi import connection_kept

pytestmark = pytest.mark.django_db
SECTION = "/super-complaints/"
DATA = f"{SECTION}data/recommendations.csv"


def test_a_file_is_made_once_and_sent_in_each_encoding(server, section):
    answers = [
        server.get(SECTION, accept_encoding=each)
        for each in ("", "gzip", "gzip, br", "gzip;q=0", "br;q=0, gzip")
    ]

    assert server.made == [SECTION]
    # So the edition was read before any other middleware ran.
    assert "link targets" in editions._memory(editions.current_if_begun().token)
    assert [answer.headers.get("content-encoding", "") for answer in answers] == [
        "",
        "gzip",
        "br",
        "",
        "gzip",
    ]
    assert len({answer.headers["etag"] for answer in answers}) == 3
    assert len({answer.headers["last-modified"] for answer in answers}) == 1
    assert all(
        answer.headers["content-length"] == str(len(answer.body)) for answer in answers
    )


def test_the_beginning_of_a_page_can_be_unpacked_alone_and_hears_the_escape_key(
    server, section
):
    for encoding, unpacker in {
        "br": brotli.Decompressor().process,
        "gzip": decompressobj(31).decompress,
    }.items():
        page = server.get(SECTION, accept_encoding=encoding).body
        beginning = unpacker(page[:BEGINNING]).decode()
        assert f"{LISTEN_SCRIPT}</script>" in beginning
        assert f"{STALLED_SCRIPT}</script>" in beginning


def test_a_reader_who_has_it_is_told_so(server, section):
    first = server.get(SECTION, accept_encoding="gzip")
    for known in (
        {"if_none_match": first.headers["etag"]},
        {"if_none_match": f'"other", W/{first.headers["etag"]}'},
        {"if_none_match": "*"},
        {"if_modified_since": first.headers["last-modified"]},
    ):
        got = server.get(SECTION, accept_encoding="gzip", **known)
        assert (got.status, got.body) == (304, b"")
        assert got.headers["etag"] == first.headers["etag"]
    assert server.get(SECTION, "HEAD").headers == server.get(SECTION).headers
    assert server.get(SECTION, "HEAD").body == b""
    other = {
        "if_none_match": '"other"',
        "if_modified_since": first.headers["last-modified"],
    }
    assert server.get(SECTION, accept_encoding="gzip", **other).status == 200


def test_the_listed_files_are_all_that_the_data_has(settings):
    ours = {
        f"/{pattern}"
        for _, pattern, _ in url_patterns()
        if not pattern.endswith(("/", "$"))
    }
    listed = set(settings.PUBLISHED_FILES)

    assert listed <= ours
    assert {
        each for each in ours - listed if each.startswith(f"{SECTION}data/")
    } == set()


def test_what_is_no_file_leaves_none(server, section):
    for address in (
        "/nowhere/",
        "/super-complaints",
        "/search/",
        f"{SECTION}?page=2",
        "/brand/000000.css",
    ):
        server.get(address)
    for method in ("POST", "PUT", "OPTIONS"):
        server.get(SECTION, method)

    assert files() == set()
    # It is not tried first as a file that all readers share.
    assert server.made.count("/search/") == 1


def test_a_page_that_changes_while_it_is_made_is_sent_and_not_kept(new_server, section):
    django = WSGIHandler()

    def change_and_answer(environ, start_response):
        answer = django(environ, start_response)
        SuperComplaintPageFactory(parent=section)
        return answer

    server = new_server(change_and_answer)

    assert server.get(SECTION).status == 200
    assert files() == set()


@pytest.mark.django_db(transaction=True)
def test_two_threads_make_or_wait_for_files_and_who_asks_for_data_then_comes_again(
    new_server, section
):
    begun, go, made, whole = (
        threading.Event(),
        threading.Event(),
        [],
        b"x" * 2 * serving.PART_BYTES,
    )

    def application(environ, start_response):
        made.append(environ["PATH_INFO"])
        begun.set()
        if environ["PATH_INFO"] == DATA:
            go.wait(PATIENCE)
        environ[SAME_FOR_ALL] = True
        start_response("200 OK", [("Content-Type", "text/csv")])
        return io.BytesIO(whole)

    server = new_server(application)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(server.get, DATA)
        begun.wait(PATIENCE)
        second = pool.submit(server.get, DATA)
        wait_until(lambda: serving._threads._value == 0)
        third = server.get(DATA)
        # A search engine that gets 503 for this one would stop.
        assert server.get("/robots.txt").status == 200
        go.set()
        assert {
            (got.status, got.body) for got in (first.result(), second.result())
        } == {(200, whole)}

    assert (third.status, third.headers["retry-after"]) == (503, "5")
    assert made == [DATA, "/robots.txt"]


def test_nobody_waits_long_for_a_process_that_is_frozen_while_it_makes_a_file(
    server, section, monkeypatch
):
    monkeypatch.setattr(folder, "LOCKED_SECONDS", 0.1)
    with (
        folder.only_one(f"making-{crc32(SECTION.encode()) % 64}"),
        folder.only_one("swap"),
    ):
        assert server.get(SECTION).status == 200

    assert files() == {SECTION}


def test_a_full_disk_serves_uncached_and_says_so(server, section, monkeypatch, caplog):
    monkeypatch.setattr(serving, "PUBLISHED_DISK", Outage("The disk", "Make room"))
    monkeypatch.setattr(
        folder, "place", mock.Mock(side_effect=OSError("No space left on device"))
    )

    assert server.get(SECTION).status == 200
    assert files() == set()
    assert "No space left" in caplog.text
    assert list(folder.root().rglob("*.headers")) == []


def test_filling_on_a_full_disk_is_tried_again_and_forgets_nothing(
    server, section, monkeypatch, caplog
):
    with connection_kept():
        worker.fill(worker.poll())
        known = folder.count_files(folder.root() / folder.KNOWN)
        SuperComplaintPageFactory(parent=section)
        edition = worker.poll()
        caplog.clear()
        with monkeypatch.context() as patch:
            patch.setattr(worker, "SECONDS_BEFORE_NEXT_FILLING", 0)
            patch.setattr(
                folder,
                "place",
                mock.Mock(side_effect=OSError("No space left on device")),
            )
            assert not worker.fill(edition)
        assert "files are made" not in caplog.text
        assert re.search(r"[1-9]\d* of \d+ files could not be written", caplog.text)
        assert folder.count_files(folder.root() / folder.KNOWN) == known

        assert worker.fill(edition)
    assert folder.count_files(folder.current_link()) > known


def test_a_host_whose_clock_is_behind_keeps_no_file_of_the_day_before(
    server, section, rf, time_machine
):
    """Another one begins the edition at its own midnight."""
    time_machine.move_to("2038-03-02T00:00:00Z", tick=False)
    edition = worker.poll()
    time_machine.move_to("2038-03-01T23:59:20Z", tick=False)
    request = rf.get("/")
    editions.read_edition(request)

    assert worker.poll() == edition
    with connection_kept():
        worker.prewarm()
    assert server.get(SECTION).status == 200
    assert files() == set()
    assert [editions.remember(request, "day", lambda n=n: n) for n in (1, 2)] == [1, 2]
    time_machine.move_to("2038-03-02T00:00:00Z", tick=False)
    server.get(SECTION)
    assert files() == {SECTION}


def test_a_page_that_was_begun_before_its_edition_by_this_clock_is_not_kept(
    new_server, section, time_machine
):
    edition = worker.poll()

    def application(environ, start_response):
        time_machine.move_to(edition.begun_at, tick=False)
        environ[SAME_FOR_ALL] = True
        start_response("200 OK", [("Content-Type", "text/html")])
        return io.BytesIO(b"The day before")

    time_machine.move_to(edition.begun_at - timedelta(seconds=1), tick=False)
    assert new_server(application).get(SECTION).status == 200
    assert files() == set()


def test_an_edition_that_cannot_be_shown_takes_the_old_one_away(
    server, section, monkeypatch
):
    server.get(SECTION)
    SuperComplaintPageFactory(parent=section)
    monkeypatch.setattr(
        folder.Path,
        "symlink_to",
        mock.Mock(side_effect=OSError("Read-only file system")),
    )
    worker.poll()

    assert not folder.current_link().exists()
    assert b"Super-complaint" in server.get(SECTION).body


def test_without_the_database_files_are_sent_for_a_day(server, section):
    server.get(SECTION)
    worker.poll()
    with without_database():
        worker.poll()
        assert server.get(SECTION).status == 200

        os.utime(folder.root() / folder.LOOKED, (0, 0))
        worker.poll()
        assert not folder.current_link().exists()


def test_filling_makes_the_safety_page_and_home_first_then_what_changed_last(
    server, demonstration, settings, time_machine
):
    settings.WAGTAILADMIN_BASE_URL = "http://localhost:8000"
    time_machine.move_to(timezone.now() + timedelta(days=1))
    publish(change_live(PrivacyPage.objects.get(), title="Changed"))
    edition, known = worker.poll(), folder.root() / folder.KNOWN
    withdrawn = folder.file_path(known, "/withdrawn/")
    withdrawn.parent.mkdir(parents=True)
    withdrawn.touch()
    with (
        connection_kept(),
        mock.patch.object(serving, "make", wraps=serving.make) as make,
    ):
        assert worker.fill(edition)

    order = [call.args[1] for call in make.call_args_list]
    assert order[:4] == ["/staying-safe-online/", "/", "/sitemap.xml", "/privacy/"]
    # This existed before, although no sitemap lists it.
    assert order[-1] == "/withdrawn/"
    assert not withdrawn.exists()
    assert (
        folder.count_files(folder.current_link())
        == folder.count_files(known)
        == len(files())
    )
    assert set(order[:-1]) - files() <= {
        "/cookies/",
        "/feedback/",
        "/.well-known/security.txt",
    }


def test_a_new_release_is_shown_once_all_its_files_are_made_or_the_content_changes(
    server, section, monkeypatch
):
    server.get(SECTION)
    before = folder.active_name()
    monkeypatch.setattr(editions, "release", lambda: "next")
    upgraded = worker.poll()
    assert folder.active_name() == before
    with connection_kept():
        assert worker.fill(upgraded)
    assert folder.active_name() == str(upgraded)

    monkeypatch.setattr(editions, "release", lambda: "later")
    worker.poll()
    assert folder.active_name() == str(upgraded)
    SuperComplaintPageFactory(parent=section)
    newest = worker.poll()
    assert folder.active_name() == str(newest)


def test_a_new_release_with_another_policy_for_scripts_is_shown_at_once(
    server, home, monkeypatch
):
    server.get("/")
    monkeypatch.setattr(editions, "release", lambda: "next")
    upgraded = worker.poll()
    assert folder.active_name() != str(upgraded)
    home_page = folder.file_path(folder.root() / str(upgraded), "/")
    home_page.parent.mkdir(parents=True)
    headers = folder.beside(home_page, folder.HEADERS)
    headers.write_text(
        json.dumps([["Content-Security-Policy", "script-src 'sha256-another'"]])
    )
    worker.poll()

    assert folder.active_name() == str(upgraded)


def test_what_was_made_for_an_old_edition_is_not_shown_in_a_new_one_and_no_more_is_made(
    server, section
):
    server.get(SECTION)
    for _ in range(folder.EDITIONS_KEPT):
        edition = worker.poll()
        SuperComplaintPageFactory(parent=section)
    newest = worker.poll()

    with connection_kept():
        assert not worker.fill(edition)
        assert files() == set()
        assert worker.fill(newest)
    assert len(list(folder.root().glob("*-*-*"))) == folder.EDITIONS_KEPT


def test_filling_begins_again_when_the_database_was_away(server, section):
    """What could not be made meanwhile would be missing."""
    edition = worker.poll()
    with without_database():
        worker.poll()
    with connection_kept():
        assert not worker.fill(edition)
        assert worker.poll() == edition
        assert worker.fill(edition)


def test_files_that_differ_in_encoding_or_headers_differ_for_caches():
    """No two encodings have one size, and with other headers a file is another one."""
    same_in_both = bytes(Random(1234).choices(b'!"#', k=1234))  # noqa: S311
    for second, headers in enumerate([[("X", "1")], [("X", "1")], [("X", "2")]], 1):
        edition = folder.root() / str(second)
        with folder.written(edition, [same_in_both]) as written:
            folder.place(edition, "/page/", written, headers, second)
        assert folder.read_headers(edition, "/page/") == dict(headers)

    with folder.written(edition, [b"x"]) as written:
        folder.place(edition, "/small/", written, headers, 4)
    assert {path.suffix for path in edition.glob("files/small/*")} == {
        ".html",
        ".headers",
    }
    pages = [folder.root() / each / "files/page/index.html" for each in "123"]
    assert [page.stat().st_mtime for page in pages] == [1, 1, 3]
    made = {path.name: path.stat().st_size for path in pages[0].parent.iterdir()}
    assert made == {"index.html": 1234, "index.html.br": 384, "index.html.headers": 12}
