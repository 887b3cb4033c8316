"""An e-mail that the mail server does not take is kept, and sent once it does."""

import datetime
import logging

import pytest
from django.contrib.auth.models import User
from django.core.mail.backends import locmem

from pages.core.outages import Outage
from pages.moderation.mails import mail as mails
from pages.moderation.mails.mail import Mail
from pages.moderation.models import KeptMail

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


@pytest.fixture
def mail(monkeypatch):
    monkeypatch.setattr(Mail, "render", lambda *_: ("Sign in", "https://www.example.org/canary/"))
    monkeypatch.setattr(mails, "MAIL_SERVER", Outage("The mail server", "Look"))
    return Mail("moderation/emails/taken_down", "people")


def refuse(*_):
    raise ConnectionRefusedError


def test_it_is_sent_as_soon_as_the_server_answers(mail, mailoutbox, monkeypatch, time_machine, caplog):
    people = [User(email="one@force.example"), User(email="two@force.example")]
    time_machine.move_to(NOON, tick=False)
    with monkeypatch.context() as away:
        away.setattr(locmem.EmailBackend, "send_messages", refuse)
        mail.send_or_keep(people)
        assert not mail.send(people)  # whoever asks for the outcome tries again by themselves
        for minutes in range(1, 60):
            time_machine.move_to(NOON + datetime.timedelta(minutes=minutes), tick=False)
            mails.send_kept_mails()
    assert KeptMail.objects.count() == 2
    assert "canary" not in KeptMail.objects.first().encrypted
    assert [line.getMessage() for line in caplog.records if line.levelno >= logging.ERROR] == [
        "The mail server did not answer (1 times so far): ConnectionRefusedError. Look"
    ]

    time_machine.move_to(NOON + datetime.timedelta(minutes=65), tick=False)
    mails.send_kept_mails()
    mails.send_kept_mails()

    assert sorted(sent.to[0] for sent in mailoutbox) == ["one@force.example", "two@force.example"]
    assert "canary" in mailoutbox[0].body
    assert not KeptMail.objects.exists()


def test_what_cannot_be_sent_for_three_days_is_given_up_and_said(mailoutbox, time_machine, caplog):
    time_machine.move_to(NOON, tick=False)
    mails.keep("Sign in", "text", "one@force.example")
    time_machine.move_to(NOON + datetime.timedelta(days=3, seconds=1), tick=False)

    mails.send_kept_mails()

    assert not mailoutbox
    assert not KeptMail.objects.exists()
    assert "1 e-mails could not be sent" in caplog.text
