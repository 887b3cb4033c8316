"""`check_operation` says of an installation what is not well, and operators get it by email."""

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from pages.feedback.models import FeedbackEntry
from pages.moderation.emails import mail as mails
from site_config import disks, metrics
from site_config.management.commands import check_operation
from site_config.models import BACKUP, WORKER, Heartbeat
from tests.factories import FeedbackEntryFactory, UserFactory
from tests.ports import free_ports

pytestmark = pytest.mark.django_db
FRESH = [
    "the mail server accepts email",
    "someone is told about faults",
    "backups are encrypted",
    "backups are on another disk",
    "there is a backup from the last 36 hours",
]


@pytest.fixture
def check():
    """Return a function that checks and returns what is wrong."""

    def check():
        told = io.StringIO()
        try:
            call_command("check_operation", stdout=told)
        except CommandError as error:
            assert "of these are wrong" in str(error)
        lines = told.getvalue().splitlines()
        assert len(lines) in (1, 13)  # without the database the first says all
        return [
            line.removeprefix("WRONG  ").partition(": ")[0]
            for line in lines
            if line.startswith("WRONG")
        ]

    return check


@pytest.fixture
def fresh(settings, tmp_path):
    """A fresh installation, whose mail goes to a port where nobody listens."""
    (port,) = free_ports(1)
    smtp = {"host": "127.0.0.1", "port": port, "timeout": 1}
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": smtp,
        }
    }
    settings.DATA_DIR = tmp_path
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.PUBLISHED_DIR = str(tmp_path)


def test_a_fresh_installation_is_not_well_and_says_why(fresh, check):
    assert check() == FRESH


def test_it_says_in_the_words_of_the_mail_server_why_nothing_is_taken(fresh, capsys):
    with pytest.raises(CommandError):
        call_command("check_operation")

    (line,) = (
        line
        for line in capsys.readouterr().out.splitlines()
        if "the mail server accepts email" in line
    )
    assert "check EMAIL_URL" in line
    assert "(ConnectionRefusedError: " in line


def test_without_the_database_it_says_so(check, monkeypatch):
    away = iter(
        [("database_up", "gauge", "", 0.0), ("disk_free_ratio", "gauge", "", 0.5)]
    )
    monkeypatch.setattr(check_operation, "samples", lambda: away)

    assert check() == ["the database answers"]


def test_one_that_is_set_up_is_well_until_something_waits_or_runs_out(
    settings, fresh, check, monkeypatch
):
    settings.MAILERS = {
        "default": {"BACKEND": f"{EmailBackend.__module__}.EmailBackend"}
    }
    settings.ERROR_MAIL = ["operators@force.example"]
    settings.BACKUP_KEY = "age1"
    monkeypatch.setattr(check_operation, "_disk", str)
    Heartbeat.beat(BACKUP)
    assert check() == []

    settings.BACKUP_DIR.mkdir()
    (settings.BACKUP_DIR / "super-complaints-20261129T031000Z.tar.age").touch()
    assert check() == []
    (settings.BACKUP_DIR / "super-complaints-20261128T031000Z.tar").touch()
    mails.keep("subject", "text", "one@force.example")
    Heartbeat.beat(WORKER, ["alerts"])
    FeedbackEntryFactory(state="safeguarding")
    entry = FeedbackEntryFactory()
    FeedbackEntry.objects.filter(pk=entry.pk).update(
        created_at=timezone.now() - timedelta(days=4)
    )
    settings.CLAMD_ADDRESS = "unix:///nowhere"
    monkeypatch.setattr(disks, "free_part", lambda _: 0.05)
    monkeypatch.setattr(metrics, "free_memory", lambda: 0.05)
    UserFactory(email="pat@example.org")
    User.objects.filter(pk=UserFactory().pk).update(email="Pat+2@example.org")

    assert check() == [
        "no email is unsent",
        "backups are encrypted",
        "at least 10% of every disk is free",
        "at least 10% of the memory is free",
        "ClamAV answers, if it is used",
        "all scheduled work is done",
        "the feedback team knows about every safeguarding concern",
        "no two accounts share a mailbox",
        "feedback is looked at within three days",
    ]


def test_what_deploy_check_says_while_no_mail_is_taken_is_kept(
    fresh, settings, monkeypatch
):
    settings.ERROR_MAIL = ["operators@force.example"]
    monkeypatch.setattr("sys.stdin", io.StringIO("1 of these are wrong.\n"))

    call_command("tell_operators")

    assert mails.KeptMail.objects.count() == 1


def test_what_deploy_check_says_is_mailed_to_operators(
    settings, mailoutbox, monkeypatch, capsys
):
    settings.ERROR_MAIL = ["operators@force.example"]
    monkeypatch.setattr(
        "sys.stdin", io.StringIO("WRONG  mail: see EMAIL_URL\n1 of these are wrong.\n")
    )

    call_command("tell_operators")

    (mail,) = mailoutbox
    assert mail.subject.endswith(": 1 of these are wrong.")
    assert "see EMAIL_URL" in mail.body
    assert "see EMAIL_URL" in capsys.readouterr().out
    settings.ERROR_MAIL = []
    with pytest.raises(CommandError, match="ERROR_MAIL"):
        call_command("tell_operators")
