"""Asking for a new password tells nobody who has an account, and cannot be used to flood anybody's inbox."""

import threading

import pytest
from django.core import mail
from django.core.cache import cache

from site_config import passwords
from tests.factories import UserFactory
from tests.waiting import wait_until

RESET = "/admin/password_reset/"
EMAIL = "editor@example.org"


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def at_once(monkeypatch):
    """What is done once the answer was sent is done before it, where the test's transaction is seen."""

    class Timer:
        def __init__(self, seconds, run, arguments):
            self.start = arguments[0]

    monkeypatch.setattr(passwords.threading, "Timer", Timer)


@pytest.fixture
def editor(db):
    return UserFactory(email=EMAIL, password="a password to be forgotten")


def ask(client, email=EMAIL, **headers):
    answer = client.post(RESET, {"email": email}, headers=headers)
    return answer.status_code, answer["Location"]


def test_who_has_an_account_gets_a_link_that_works_for_an_hour(
    client, editor, at_once, time_machine
):
    time_machine.move_to("2038-03-01T09:00Z", tick=False)
    assert ask(client, EMAIL.upper()) == (302, "/admin/password_reset/done/")
    (message,) = mail.outbox
    assert (message.to, message.subject) == (
        [EMAIL],
        "Choose a new password for the CMS",
    )
    link = next(
        line for line in message.body.splitlines() if "/confirm/" in line
    ).partition("/admin/")[2]

    time_machine.move_to("2038-03-01T10:00Z", tick=False)
    assert client.get(f"/admin/{link}").status_code == 302
    time_machine.move_to("2038-03-01T10:00:01Z", tick=False)
    # The page says that the link is invalid.
    assert client.get(f"/admin/{link}").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_nothing_is_looked_for_before_the_answer_is_sent(client, monkeypatch):
    UserFactory(email=EMAIL, password="a password to be forgotten")
    searching = []
    may_begin = threading.Event()
    monkeypatch.setattr(passwords, "SECONDS_UNTIL_SENT", 0)
    get_users = passwords.PasswordResetForm.get_users

    def searched(form, email):
        may_begin.wait(60)
        searching.append(threading.current_thread())
        return get_users(form, email)

    monkeypatch.setattr(passwords.PasswordResetForm, "get_users", searched)

    answers = {ask(client, email) for email in (EMAIL, "nobody@example.org")}

    assert len(answers) == 1
    assert searching == []
    may_begin.set()
    wait_until(lambda: len(searching) == 2 and mail.outbox)
    assert [message.to for message in mail.outbox] == [[EMAIL]]
    assert threading.main_thread() not in searching
    wait_until(
        lambda: (
            threading.active_count() == 1
            or not any(each.is_alive() for each in searching)
        )
    )


def test_an_account_gets_few_links_and_the_answer_stays_the_same(
    client, editor, at_once, settings
):
    settings.TRUSTED_PROXY = True

    answers = {ask(client, X_Forwarded_For=f"192.0.2.{number}") for number in range(10)}

    assert len(answers) == 1
    assert len(mail.outbox) == passwords.MAX_FOR_ACCOUNT


def test_a_network_gets_few_links(client, db, at_once):
    for number in range(passwords.MAX_FROM_NETWORK + 5):
        UserFactory(
            email=f"{number}@example.org", password="a password to be forgotten"
        )
        ask(client, f"{number}@example.org")

    assert len(mail.outbox) == passwords.MAX_FROM_NETWORK
