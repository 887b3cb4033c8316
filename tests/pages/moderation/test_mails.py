"""Every email to staff has a template, stands in one list, and is kept while the server does not take it."""

import datetime
import logging

import pytest
from django.contrib.auth.models import User
from django.core.mail.backends import locmem

# They list their emails when they are imported.
import complaints.reminders.weekly  # noqa: F401
import pages.moderation.management.commands.administer  # noqa: F401
from pages.core.outages import Outage
from pages.moderation.emails import mail as mails
from pages.moderation.emails.mail import MAILS, EmailKind
from pages.moderation.models import KeptMail
from site_config.settings.environment import PROJECT_DIR

NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


def test_the_list_of_mails_and_the_templates_are_the_same():
    folder = PROJECT_DIR / "templates"
    found = {
        str(path.relative_to(folder).with_suffix(""))
        for path in folder.glob("*/emails/*.txt")
        if path.name != "base.txt"
    }

    assert found == {*MAILS}
    assert all(mail.to for mail in MAILS.values())


def test_a_title_with_line_breaks_is_one_subject():
    mail = MAILS["moderation/emails/review_cancelled"]

    subject, text = mail.render(
        {"name": "Tom & Jerry\nBcc: x@example.org", "address": "https://example.org/"}
    )

    assert subject == "Please resubmit: Tom & Jerry Bcc: x@example.org"
    assert text.endswith("https://example.org/\n")


@pytest.mark.parametrize("name", MAILS)
def test_an_email_greets_and_values_that_are_empty_leave_no_gap(name):
    version = {"full_name": "A page", "published_at": NOON, "change_note": ""}

    _, text = MAILS[name].render({"name": "A page", "versions": [version]})

    assert text.startswith("Hello")
    assert "\n\n\n" not in text
    assert "2 March 2026: \n" not in text


@pytest.fixture
def mail(monkeypatch):
    monkeypatch.setattr(
        EmailKind, "render", lambda *_: ("Sign in", "https://www.example.org/canary/")
    )
    monkeypatch.setattr(mails, "MAIL_SERVER", Outage("The mail server", "Look"))
    return EmailKind("moderation/emails/taken_down", "people")


def refuse(*_):
    raise ConnectionRefusedError


@pytest.mark.django_db
def test_a_refused_one_is_sent_once_the_server_answers(
    mail, mailoutbox, monkeypatch, time_machine, caplog, committed
):
    people = [User(email="one@force.example"), User(email="two@force.example")]
    time_machine.move_to(NOON, tick=False)
    with monkeypatch.context() as away:
        away.setattr(locmem.EmailBackend, "send_messages", refuse)
        with committed():
            mail.send_after_commit(people)
        # Callers of the outcome retry it themselves.
        assert not mail.send(people)
        for minutes in range(1, 60):
            time_machine.move_to(NOON + datetime.timedelta(minutes=minutes), tick=False)
            mails.send_kept_mails()
    assert KeptMail.objects.count() == 2
    assert "canary" not in KeptMail.objects.first().encrypted
    assert [
        line.getMessage() for line in caplog.records if line.levelno >= logging.ERROR
    ] == [
        "The mail server did not answer (1 times so far): ConnectionRefusedError. Look"
    ]

    time_machine.move_to(NOON + datetime.timedelta(minutes=65), tick=False)
    mails.send_kept_mails()
    mails.send_kept_mails()

    assert sorted(sent.to[0] for sent in mailoutbox) == [
        "one@force.example",
        "two@force.example",
    ]
    assert "canary" in mailoutbox[0].body
    assert not KeptMail.objects.exists()


@pytest.mark.django_db
def test_what_cannot_be_sent_for_three_days_is_given_up_and_said(
    mailoutbox, time_machine, caplog
):
    time_machine.move_to(NOON, tick=False)
    mails.keep("Sign in", "text", "one@force.example")
    time_machine.move_to(NOON + datetime.timedelta(days=3, seconds=1), tick=False)

    mails.send_kept_mails()

    assert not mailoutbox
    assert not KeptMail.objects.exists()
    assert "1 emails could not be sent" in caplog.text
