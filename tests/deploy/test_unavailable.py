"""What readers get while the application fails and there is no copy in their encoding, or none at all."""

import contextlib
import html
import http.client
import re
from urllib.parse import urlencode

import pytest

from tests.waiting import wait_until

from . import front

pytestmark = pytest.mark.slow
TYPED = 'They <b>moved</b> it & "I" can\'t find it.\nSecond line.'
FORM = urlencode({"opened": "token'<", "about": "site", "text": TYPED}).encode()
FORM_TYPE = {"Content_Type": "application/x-www-form-urlencoded"}


def test_a_copy_kept_as_gzip_alone_is_given_to_a_client_without_gzip(nginx, site):
    nginx.ask("/page/", Accept_Encoding="gzip")
    site.stop()

    plain = nginx.ask("/page/")
    assert (plain.status, plain["Content-Encoding"]) == (200, None)
    assert b"/page/ first" in plain.body
    # Again, while the page is known to fail.
    assert nginx.ask("/page/").body == plain.body
    assert nginx.ask("/page/", Accept_Encoding="gzip, br")["Content-Encoding"] == "gzip"


def test_a_copy_as_it_is_is_given_to_a_client_with_gzip(nginx, site):
    kept = nginx.ask("/page/").body
    site.stop()

    assert nginx.ask("/page/", Accept_Encoding="gzip, br").body == kept


def test_who_sent_feedback_gets_all_that_they_typed_back(nginx, site):
    site.stop()

    answer = nginx.ask("/feedback/send/", "POST", FORM, **FORM_TYPE)

    page = answer.body.decode()
    assert (answer.status, answer["Cache-Control"], answer["Retry-After"]) == (502, "no-store", "60")
    assert "form-action 'self'" in answer["Content-Security-Policy"]
    (text,) = re.findall(r"<textarea[^>]*>\n(.*)</textarea>", page, re.DOTALL)
    assert html.unescape(text) == TYPED
    assert "<b>moved" not in page
    assert "name='opened' value='token&#39;&lt;'" in page
    assert "name='about' value='site'" in page
    assert "action='/feedback/send/'" in page


def test_the_longest_text_comes_back_whole(nginx, site):
    site.stop()
    longest = "😀" * 1200

    answer = nginx.ask("/feedback/send/", "POST", urlencode({"text": longest}).encode(), **FORM_TYPE)

    assert longest in answer.body.decode()


def test_nothing_that_is_sent_elsewhere_is_repeated(nginx, site):
    site.stop()

    answer = nginx.ask("/admin/login/", "POST", urlencode({"password": "canary"}).encode(), **FORM_TYPE)

    assert answer.status == 502
    assert b"canary" not in answer.body


def test_an_answer_that_comes_too_late_is_told_from_none(site, tmp_path):
    site.seconds = 2
    limits = {"proxy_read_timeout 35s": "proxy_read_timeout 1s"}
    with front.serving(tmp_path, site.port, limits=limits) as nginx:
        late = nginx.ask("/feedback/send/", "POST", FORM, **FORM_TYPE)
        assert late.status == 504
        assert "<textarea" in late.body.decode()
        assert nginx.ask("/form/").status == 504


def test_nginx_counts_requests_copies_and_purges_for_its_own_host_alone(nginx):
    for _ in range(3):
        nginx.ask("/page/")
    nginx.ask("/missing/")
    nginx.purge("page-page-")

    def told():
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", nginx.purge_port)) as connection:
            return front.ask(connection, "/metrics").body.decode()

    # It counts once it has answered, so a reader may be ahead of it.
    wait_until(lambda: 'requests_total{status="2xx"} 3' in told(), told)
    assert 'front_requests_total{status="4xx"} 1' in told()
    assert 'front_cache_total{cache="hit"} 2' in told()
    assert "super_complaints_front_purges_total 1" in told()
