"""What readers get while the application does not answer and there is no file."""

from urllib.parse import urlencode

import pytest

from . import front

pytestmark = pytest.mark.slow
FORM = urlencode({"text": "canary"}).encode()
FORM_TYPE = {"Content_Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("path", ["/page/", "/form/?q=1", "/admin/", "/healthz"])
def test_a_reader_is_given_the_numbers_for_an_emergency(nginx, site, path):
    site.stop()

    answer = nginx.ask(path)

    assert (answer.status, answer["Cache-Control"], answer["Retry-After"]) == (503, "no-store", "60")
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    for told in (b"<b>999</b>", b"<b>55</b>", b"<b>101</b>"):
        assert told in answer.body


@pytest.mark.parametrize("path", ["/feedback/send/", "/admin/login/"])
def test_who_sent_a_form_is_told_to_go_back_to_it_and_nothing_is_repeated(nginx, site, path):
    site.stop()

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
