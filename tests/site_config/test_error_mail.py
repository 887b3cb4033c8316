"""Errors are mailed to operators without what may name a person, and lines of the log are numbered."""

import logging
from functools import partial

import pytest

from site_config import logging as site_logging
from site_config.logging import current_request_id, numbered
from tests.waiting import wait_until

NUMBER = "0123456789abcdef" * 2


class AtOnce:
    """Does at once what a thread would do later."""

    def __init__(self, target, args, daemon):
        self.start = partial(target, *args)


@pytest.fixture
def log(settings):
    """A logger that sends mails."""
    settings.ERROR_MAIL = ["operators@example.org"]
    logger = logging.Logger("ours")
    logger.addHandler(site_logging.ErrorMailHandler())
    return logger


def test_the_mail_says_where_and_names_nobody(log, mailoutbox):
    secret = "canary"
    with numbered(NUMBER):
        try:
            raise ValueError(f"no such person: {secret}")
        except ValueError:
            log.exception("Not done: %s", secret)

    (mail,) = wait_until(lambda: list(mailoutbox))
    assert mail.to == ["operators@example.org"]
    assert "Not done: %s" in mail.body
    assert "ValueError" in mail.body
    assert "test_error_mail.py" in mail.body
    assert NUMBER in mail.body
    assert "canary" not in mail.body.replace('secret = "canary"', "")


def test_the_same_fault_is_mailed_once_in_ten_minutes(log, mailoutbox, monkeypatch):
    monkeypatch.setattr(site_logging, "Thread", AtOnce)
    mails = []
    for second in (1000, 1250, 1599, 1600):
        monkeypatch.setattr(site_logging, "monotonic", lambda now=second: now)
        log.error("It failed")
        mails.append(len(mailoutbox))
    assert mails == [1, 1, 1, 2]

    log.warning("It is odd")
    log.error("It failed elsewhere")
    assert len(mailoutbox) == 3


def test_a_number_that_is_not_nginxs_is_replaced():
    for sent in ("", "nonsense", NUMBER.upper(), f"{NUMBER}\n"):
        with numbered(sent) as number:
            assert number != sent
            assert current_request_id() == number
        assert current_request_id() == ""
