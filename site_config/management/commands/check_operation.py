"""Say what an operator has still to set or to look at: mail, backups, alerts, and what waits."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import mailers
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pages.feedback.models import FeedbackEntry
from pages.files.uploads.malware import clamd_answers
from pages.moderation.mails.kept import KeptMail
from site_config import machine
from site_config.models import BACKUP, WORKER, Heartbeat


def mail_is_taken() -> bool:
    with mailers.default:  # signs in and sends nothing
        return True


def is_on_another_disk() -> bool:
    return _disk(settings.BACKUP_DIR) != _disk(settings.DATA_DIR)


def _disk(folder: Path) -> int:
    while not folder.exists():
        folder = folder.parent
    return folder.stat().st_dev


def there_is_a_new_backup() -> bool:
    last = Heartbeat.last(BACKUP)
    return last is not None and last > timezone.now() - timedelta(hours=36)


def every_step_is_done() -> bool:
    return not Heartbeat.objects.filter(name=WORKER).exclude(failed=[]).exists()


def waiting_feedback() -> float:
    """Return the second at which the oldest entry came that nobody has looked at; 0 without any."""
    new = FeedbackEntry.objects.filter(state=FeedbackEntry.State.NEW).order_by("created_at").first()
    return new.created_at.timestamp() if new else 0.0


def feedback_is_read() -> bool:
    return not 0 < waiting_feedback() < (timezone.now() - timedelta(days=3)).timestamp()


def concerns_are_told() -> bool:
    return not FeedbackEntry.objects.filter(state=FeedbackEntry.State.SAFEGUARDING, alerted_at=None).exists()


CHECKS: list[tuple[str, str, Callable[[], bool]]] = [
    (
        "the mail server takes our e-mails",
        "nobody gets a link and nobody is told of safeguarding concerns: set EMAIL_URL",
        mail_is_taken,
    ),
    (
        "no e-mail waits to be sent",
        "look for “mail server” in journalctl -u super-complaints-worker",
        lambda: not KeptMail.objects.exists(),
    ),
    (
        "somebody is told of faults",
        "set ERROR_MAIL to an address that is read",
        lambda: bool(settings.ERROR_MAIL),
    ),
    ("backups are encrypted", "make a key and set BACKUP_KEY", lambda: bool(settings.BACKUP_KEY)),
    (
        "backups are on another disk",
        "mount one of another machine at BACKUP_DIR, or they are lost with this one",
        is_on_another_disk,
    ),
    (
        "there is a backup of the last 36 hours",
        "super-complaints backup says why not",
        there_is_a_new_backup,
    ),
    (
        "every disk has a tenth free",
        "df -h says which has not",
        lambda: machine.free_disk() > machine.LEAST_FREE,
    ),
    (
        "a tenth of the memory is free",
        "systemctl status says who has it",
        lambda: machine.free_memory() > machine.LEAST_FREE,
    ),
    ("uploads can be checked for viruses", "see to CLAMD_ADDRESS: no upload is taken", clamd_answers),
    (
        "every kind of scheduled work is done",
        "look for “Not done” in journalctl -u super-complaints-worker",
        every_step_is_done,
    ),
    (
        "the feedback team knows of every safeguarding concern",
        "tell them now; then see to EMAIL_URL",
        concerns_are_told,
    ),
    ("feedback is looked at within three days", "ask the feedback team", feedback_is_read),
]
"""What must hold, what to do where it does not, and how it is found out."""


class Command(BaseCommand):
    """Check each and fail if one does not hold; `deploy/check` runs it."""

    help = __doc__

    def handle(self, *args: str, **options: object) -> None:
        wrong = 0
        for what, advice, holds in CHECKS:
            try:
                is_well, reason = holds(), ""
            except Exception as error:
                is_well, reason = False, f" ({type(error).__name__})"
            self.stdout.write(f"well   {what}" if is_well else f"WRONG  {what}: {advice}{reason}")
            wrong += not is_well
        if wrong:
            raise CommandError(f"{wrong} of these are wrong.")
