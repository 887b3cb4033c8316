"""What nginx keeps, for how long, and what it gives to whom."""

import gzip
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.waiting import PATIENCE, wait_until, wait_until_clock_shows

pytestmark = pytest.mark.slow


def renders(site, path=None):
    return len([each for each in site.asked if path in (None, each[1].split("?")[0])])


def to_a_thousand_at_once(nginx, path, when=lambda: None):
    """Return what a thousand readers get, who all ask right after ``when`` was called."""
    connections = [nginx.connect() for _ in range(1000)]
    when()
    for connection in connections:
        connection.request("GET", path)
    answers = [connection.getresponse().read() for connection in connections]
    for connection in connections:
        connection.close()
    return answers


def test_a_page_is_made_once_for_each_encoding(nginx, site):
    for accepted in [
        "",
        "gzip",
        "gzip, deflate",
        "br, gzip",
        "gzip;q=0.5, br;q=0.9",
        "br;q=0, gzip",
        "gzip;q=0",
    ]:
        nginx.ask("/page/", Accept_Encoding=accepted)

    assert [each[2] for each in site.asked] == ["identity", "gzip", "br"]


def test_each_reader_gets_the_copy_in_the_encoding_that_they_accept(nginx):
    for _ in range(2):
        assert nginx.ask("/page/")["Content-Encoding"] is None
        compressed = nginx.ask("/page/", Accept_Encoding="gzip")
        assert compressed["Content-Encoding"] == "gzip"
        assert compressed["ETag"] == '"first-gzip"'
        assert gzip.decompress(compressed.body) == nginx.ask("/page/").body
        assert nginx.ask("/page/", Accept_Encoding="br, gzip")["Content-Encoding"] == "br"


def test_readers_see_the_headers_for_readers_and_none_for_the_front(nginx):
    for path in ["/page/", "/page/", "/page/?asked=1", "/form/", "/missing/"]:
        answer = nginx.ask(path)
        told = {name.lower() for name in answer.headers}
        assert not told & {"surrogate-key", "surrogate-control", "x-accel-expires", "x-kept-version"}
    kept = nginx.ask("/page/")
    assert kept["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert kept["Vary"] == "Accept-Encoding"
    assert kept["Last-Modified"] == "Wed, 25 Nov 2026 08:00:00 GMT"


def test_a_reader_who_has_the_copy_is_told_so_from_the_cache(nginx, site):
    nginx.ask("/page/", Accept_Encoding="gzip")
    site.asked.clear()

    by_tag = nginx.ask("/page/", Accept_Encoding="gzip", If_None_Match='"other", "first-gzip"')
    by_time = nginx.ask("/page/", Accept_Encoding="gzip", If_Modified_Since="Wed, 25 Nov 2026 08:00:00 GMT")
    other = nginx.ask("/page/", Accept_Encoding="gzip", If_None_Match='"first-br"')

    assert [by_tag.status, by_time.status, other.status] == [304, 304, 200]
    assert by_tag.body == b""
    assert site.asked == []


def test_a_question_for_the_headers_alone_is_answered_from_the_cache(nginx, site):
    head = nginx.ask("/page/", "HEAD")
    page = nginx.ask("/page/")

    assert head.body == b""
    assert head["Content-Length"] == page["Content-Length"]
    assert renders(site) == 1


@pytest.mark.parametrize("path", ["/missing/", "/form/", "/page/?status=overdue", "/page/?utm_source=x&q=y"])
def test_what_may_not_be_kept_is_asked_for_each_time(nginx, site, path):
    for _ in range(3):
        nginx.ask(path)

    assert renders(site) == 3


def test_queries_that_tell_where_a_reader_came_from_are_no_other_pages(nginx, site):
    nginx.ask("/page/")
    for query in ["?", "?utm_source=x", "?fbclid=1&gclid=2", "?mc_cid=1&utm_medium=mail&msclkid", "?&"]:
        nginx.ask(f"/page/{query}")

    assert renders(site) == 1


def test_a_cookie_changes_nothing(nginx, site):
    nginx.ask("/page/", Cookie="a=1")
    nginx.ask("/page/", Cookie="sessionid=2")

    assert renders(site) == 1


def test_nobody_waits_for_another_where_nothing_is_kept(nginx, site):
    nginx.ask("/form/")
    # No form is answered before all ten are being made.
    together = threading.Barrier(10, timeout=PATIENCE)
    site.made = together.wait

    with ThreadPoolExecutor(10) as readers:
        answers = list(readers.map(lambda _: nginx.ask("/form/"), range(10)))

    assert {answer.status for answer in answers} == {200}


def test_what_is_sent_is_sent_once_even_if_the_application_fails(nginx, site):
    site.status = 500

    answer = nginx.ask("/page/", "POST", b"feedback")

    assert answer.status == 500
    assert [each[0] for each in site.asked] == ["POST"]


def test_files_with_a_digest_are_kept_for_good_in_each_encoding(nginx, site):
    for accepted in ["gzip", "gzip, deflate", "br", ""] * 2:
        nginx.ask("/static/site.1234.css", Accept_Encoding=accepted)

    assert [each[2] for each in site.asked] == ["gzip", "br", "identity"]


def test_a_page_is_not_given_out_once_its_time_is_over(nginx, site):
    boundary = int(time.time()) + 3
    site.expires = boundary
    nginx.ask("/page/")
    site.text = "second"
    site.expires = None
    wrong = []
    while (asked := time.time()) < boundary + 0.5:
        answer = nginx.ask("/page/").body
        if asked >= boundary + 0.01 and b"first" in answer:
            wrong.append(asked - boundary)
        if time.time() < boundary and b"second" in answer:
            wrong.append(asked - boundary)

    assert b"second" in nginx.ask("/page/").body
    assert wrong == []
    assert renders(site) == 2


def test_a_thousand_readers_of_a_page_whose_time_is_over_cause_one_render(nginx, site):
    site.expires = int(time.time()) + 3
    nginx.ask("/page/")
    wait_until_clock_shows(site.expires)
    site.text, site.expires, site.seconds = "second", None, 0.5
    site.asked.clear()

    answers = to_a_thousand_at_once(nginx, "/page/")

    assert renders(site) == 1
    assert all(b"second" in answer for answer in answers)


def test_a_thousand_readers_of_a_page_that_was_purged_cause_few_renders(nginx, site):
    nginx.ask("/page/")
    site.text, site.seconds = "second", 0.3
    site.asked.clear()

    answers = to_a_thousand_at_once(nginx, "/page/", when=lambda: nginx.purge("page-page-"))

    # Ten are let through; should their second end meanwhile, one more brings the copy for all others.
    assert renders(site) <= 12
    assert all(b"second" in answer for answer in answers)


def test_an_answer_from_before_the_purge_opens_the_way_for_nobody(nginx, site):
    site.expires = int(time.time()) + 3
    for _ in range(2):
        nginx.ask("/page/")
    assert renders(site) == 1
    wait_until_clock_shows(site.expires)

    def purge_while_an_answer_is_made():
        # The application knows that it is out of date, and lets nobody keep it.
        site.expires = time.time() - 1
        site.asked.clear()
        goes_on = threading.Event()
        site.made = lambda: goes_on.wait(PATIENCE)
        with ThreadPoolExecutor(1) as reader:
            early = reader.submit(nginx.ask, "/page/")
            wait_until(lambda: site.asked)
            nginx.purge("page-page-")
            goes_on.set()
            early.result()
        site.text, site.expires, site.made, site.seconds = "second", None, lambda: None, 0.3
        site.asked.clear()

    answers = to_a_thousand_at_once(nginx, "/page/", when=purge_while_an_answer_is_made)

    assert renders(site) <= 12
    assert all(b"second" in answer for answer in answers)


def test_a_request_that_cannot_be_read_does_not_keep_the_page_from_being_kept(nginx, site):
    """Such as one with a cookie that is too long for the application."""
    site.status = 400
    assert nginx.ask("/page/").status == 400
    site.status = 200
    site.asked.clear()

    for _ in range(3):
        assert nginx.ask("/page/").status == 200
    assert renders(site) == 1


def test_a_file_of_styles_is_kept_once_however_it_is_asked_for(nginx, site):
    for number in range(20):
        nginx.ask(f"/static/site.1234.css?x={number}")
        nginx.ask(f"/st%{97:x}tic/site.1234.css?{number}")

    assert renders(site) == 1
