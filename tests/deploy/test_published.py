"""What nginx sends from the published files, and what it leaves to the application."""

import contextlib
import gzip
import os
import shutil
from pathlib import Path

import brotli
import pytest
from django.conf import settings

from .published_folder import BEGINNING, TEXT, Folder

pytestmark = pytest.mark.slow
DATA = "/super-complaints/data/recommendations.csv"
FEED = "/super-complaints/stalking/updates.atom"


@pytest.fixture
def published(nginx):
    """An edition with one page."""
    folder = Folder(nginx)
    folder.begin()
    folder.put("/page/")
    return folder


def made(site, path=None):
    return len([each for each in site.asked if path in (None, each[1])])


def test_each_reader_gets_the_file_in_the_encoding_that_they_accept(
    published, nginx, site
):
    tags = set()
    for accepted, encoding in {
        "": "",
        "gzip, deflate": "gzip",
        "br, gzip": "br",
        "gzip;q=0.5, br;q=0.9": "br",
        "br;q=0, gzip": "gzip",
        "gzip;q=0": "",
    }.items():
        answer = nginx.ask("/page/", Accept_Encoding=accepted)

        decode = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]
        assert (answer.status, answer["Content-Encoding"] or "") == (200, encoding)
        assert decode(answer.body) == TEXT
        assert answer["Content-Type"] == "text/html; charset=utf-8"
        assert answer["Vary"] == "Accept-Encoding"
        assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
        tags.add(answer["ETag"])
    assert len(tags) == 3
    # What tells where a reader came from changes nothing.
    for query in (
        "?",
        "?utm_source=x",
        "?fbclid=1&gclid=2",
        "?mc_cid=1&utm_medium=mail&",
        "?&",
    ):
        assert nginx.ask(f"/page/{query}", Cookie="sessionid=2").body == TEXT, query
    for name in settings.PUBLISHED_FILES:
        published.put(name)
        assert nginx.ask(name).body == TEXT, name
    assert site.asked == []


def test_the_first_part_that_a_browser_can_decrypt_has_the_headers_and_the_beginning_of_a_page(
    published, nginx
):
    """On a slow line, a page that has begun would have to wait for more before it hears the Escape key."""
    published.put("/long/", os.urandom(20_000).hex().encode())
    for encoding in ("br", "gzip"):
        with contextlib.closing(nginx.connect()) as connection:
            connection.request("GET", "/long/", headers={"Accept-Encoding": encoding})
            # TLS gives out what was encrypted as one, however much is asked for.
            first = connection.sock.recv(100_000)
        _, _, beginning = first.partition(b"\r\n\r\n")
        assert len(first) <= 1_800
        assert len(beginning) >= BEGINNING


def test_a_reader_who_has_the_file_is_told_so_until_it_changes(published, nginx):
    known = []
    for accepted in ("", "gzip", "br"):
        first = nginx.ask("/page/", Accept_Encoding=accepted)
        known.append({"If_None_Match": first["ETag"], "Accept_Encoding": accepted})
        known.append(
            {"If_Modified_Since": first["Last-Modified"], "Accept_Encoding": accepted}
        )
    assert {nginx.ask("/page/", **each).status for each in known} == {304}

    published.begin()
    published.put("/page/")  # it is the same
    assert {nginx.ask("/page/", **each).status for each in known} == {304}

    published.begin()
    # Of the same length, and older than what the reader has, as after a backup was
    # restored.
    published.put("/page/", TEXT.replace(b"first", b"other"), second=1_700_000_000)
    assert {nginx.ask("/page/", **each).status for each in known} == {200}


def test_a_file_stays_open_and_is_sent_only_while_its_name_leads_to_it(
    published, nginx
):
    for number in range(1, 41):
        # Only the file itself tells it from the one before, which is removed at once.
        text = TEXT + b"%02d" % number
        published.begin()
        published.put("/page/", text)
        shutil.rmtree(published.root / str(number))
        assert {nginx.ask("/page/").body for _ in range(3)} == {text}

    opened = [
        each.readlink()
        for pid in nginx.workers
        for each in Path(f"/proc/{pid}/fd").iterdir()
    ]
    assert published.link.resolve() / "files" / "page" / "index.html" in opened


def test_headers_alone_and_parts_are_sent(published, nginx, site):
    head, whole = nginx.ask("/page/", "HEAD"), nginx.ask("/page/")
    part = nginx.ask("/page/", Range="bytes=0-14")
    changed = nginx.ask("/page/", Range="bytes=0-14", If_Range='"other"')

    assert (head.body, head["Content-Length"]) == (b"", str(len(TEXT)))
    assert (part.status, part.body) == (206, TEXT[:15])
    assert (changed.status, changed.body) == (200, whole.body)
    assert site.asked == []


def test_another_spelling_query_or_method_is_left_to_the_application(
    published, nginx, site
):
    for path in (
        "/page/?status=overdue",
        "/page/?utm_source=x&q=y",
        "/page",
        "/x//page/",
        "/p%61ge/",
        "/page/index.html",
        "/page/index.html.br",
        "/./page/",
        "/x/../page/",
        "/page/.hidden",
        "/page/%00/",
    ):
        site.asked.clear()
        answer = nginx.ask(path)

        assert TEXT not in answer.body
        expected = [] if path == "/page/%00/" else [path]  # which nginx refuses
        assert [asked for _, asked in site.asked] == expected
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        nginx.ask("/page/", method)
        assert site.asked[-1] == (method, "/page/")


def test_what_is_not_made_yet_is_asked_for_with_its_own_address(published, nginx, site):
    for path in (
        "/other/",
        "/",
        DATA,
        FEED,
        "/robots.txt",
        "/brand/006747.css",
        "/page/deeper/?utm_source=x",
    ):
        nginx.ask(path)
        assert site.asked[-1][1] == path


def test_the_feed_of_a_super_complaint_is_sent_as_a_file_with_its_type(
    published, nginx, site
):
    published.put(FEED)

    answer = nginx.ask(FEED)

    assert answer.body == TEXT
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Disposition"] == "attachment"
    assert site.asked == []


def test_while_the_link_leads_nowhere_everything_is_left_to_the_application(
    published, nginx, site
):
    published.link.unlink()
    assert nginx.ask("/page/").status == 200

    shutil.rmtree(published.root)
    assert nginx.ask("/page/").status == 200
    # nginx cannot follow a link to itself, and asks the application.
    published.link.symlink_to(published.link)
    assert nginx.ask("/page/").status == 200
    assert made(site) == 3


def test_a_file_that_goes_while_it_is_being_sent_is_sent_whole(published, nginx, site):
    published.put("/large/")
    expected = os.urandom(5_000_000)
    (published.link / "files" / "large" / "index.html").write_bytes(expected)
    with contextlib.closing(nginx.connect()) as connection:
        connection.request("GET", "/large/")
        response = connection.getresponse()
        start = response.read(1000)
        published.begin()
        shutil.rmtree(published.root / "1")
        assert start + response.read() == expected
    nginx.ask("/large/")
    assert made(site, "/large/") == 1


def test_what_is_sent_is_sent_once_even_if_the_application_fails(nginx, site):
    site.status = 500

    answer = nginx.ask("/page/", "POST", b"feedback")

    assert answer.status == 500
    assert [each[0] for each in site.asked] == ["POST"]


def test_styles_are_sent_for_good_in_each_encoding_and_those_of_other_releases_too(
    nginx, site
):
    folder = nginx.folder / "collected"
    folder.mkdir()
    for name in ("site.0123456789ab.css", "site.ba9876543210.css"):
        (folder / name).write_bytes(TEXT)
        (folder / f"{name}.gz").write_bytes(gzip.compress(TEXT))
        answer = nginx.ask(f"/static/{name}?x=1", Accept_Encoding="gzip")
        assert (answer.status, gzip.decompress(answer.body)) == (200, TEXT)
        assert answer["Content-Type"] == "text/css; charset=utf-8"
        assert answer["Cache-Control"] == "max-age=315360000, public, immutable"
    assert site.asked == []
    nginx.ask("/static/site.000000000000.css")
    nginx.ask("/static/../super-complaints/page-headers.conf")
    assert made(site) == 2
