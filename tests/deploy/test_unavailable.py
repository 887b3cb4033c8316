"""What readers get while the application does not answer and there is no file."""

import base64
import hashlib
import re
from urllib.parse import urlencode

import pytest

from . import front

pytestmark = pytest.mark.slow
FORM = urlencode({"text": "canary"}).encode()
FORM_TYPE = {"Content_Type": "application/x-www-form-urlencoded"}


def test_a_reader_is_given_the_numbers_for_an_emergency(nginx, site):
    site.stop()
    for path in ("/page/", "/form/?q=1", "/admin/", "/healthz"):
        answer = nginx.ask(path)

        assert (answer.status, answer["Cache-Control"], answer["Retry-After"]) == (
            503,
            "no-store",
            "60",
        )
        style = re.search(b"<style>(.*?)</style>", answer.body)[1]
        digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
        assert (
            answer["Content-Security-Policy"]
            == f"default-src 'none'; style-src 'sha256-{digest}'"
        )
        for told in (b"<b>999</b>", b"<b>55</b>", b"<b>101</b>"):
            assert told in answer.body
    # Who sent a form is told to go back to it, and nothing is repeated.
    for path in ("/feedback/send/", "/admin/login/"):
        answer = nginx.ask(path, "POST", FORM, **FORM_TYPE)

        assert answer.status == 503
        assert b"what you typed should still be there" in answer.body
        assert b"canary" not in answer.body


def test_an_answer_that_comes_too_late_is_none(site, tmp_path):
    site.seconds = 2
    with front.serving(
        tmp_path, site.port, limits={"proxy_read_timeout 35s": "proxy_read_timeout 1s"}
    ) as nginx:
        assert nginx.ask("/feedback/send/", "POST", FORM, **FORM_TYPE).status == 503
        assert nginx.ask("/form/").status == 503


def test_what_is_too_large_or_too_long_gets_a_page_of_ours(nginx):
    long = nginx.ask("/" + "a" * 9000)
    large = [
        nginx.ask(path, "POST", b"", Content_Length=str(21 * 2**20))
        for path in ("/feedback/send/", "/x/")
    ]

    for answer, status, said in [
        (long, 414, b"too long"),
        *((each, 413, b"too large") for each in large),
    ]:
        assert answer.status == status
        assert said in answer.body
        assert b"<b>999</b>" in answer.body


def test_feedback_from_a_busy_network_is_handed_to_the_application_which_gives_it_back(
    site, tmp_path
):
    limits = {
        "zone=super_complaints_made:10m rate=20r/s": "zone=super_complaints_made:10m rate=1r/m"
    }
    limits["zone=super_complaints_made burst=100"] = (
        "zone=super_complaints_made burst=1"
    )
    with front.serving(tmp_path, site.port, limits=limits) as nginx:
        for _ in range(3):
            nginx.ask("/feedback/send/", "POST", FORM, **FORM_TYPE)
        refused = nginx.ask("/feedback/")

    assert [path for method, path in site.asked if method == "POST"] == [
        *["/feedback/send/"] * 2,
        "/feedback/busy/",
    ]
    assert refused.status == 429
