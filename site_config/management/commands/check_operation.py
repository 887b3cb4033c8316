"""List what an operator still needs to set up or check: email, backups, alerts and overdue work."""

import smtplib
import time
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import mailers
from django.core.management.base import BaseCommand, CommandError

from pages.core.mailbox import mailbox
from site_config.disks import DiskHangsError, ask_in_time, free_parts
from site_config.metrics import samples

LEAST_FREE = 0.1
"""The part of a disk that must be free."""


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: str, **options: object) -> None:
        wrong = 0
        for requirement, is_met in _what_holds().items():
            if is_met:
                self.stdout.write(f"well   {requirement.partition(':')[0]}")
            else:
                self.stdout.write(f"WRONG  {requirement}")
                wrong += 1
        if wrong:
            raise CommandError(f"{wrong} of these are wrong.")


def _what_holds() -> dict[str, bool]:
    """Return what must hold, with what to do where it does not; the alerts ask for the same."""
    numbers = {name: number for name, _, _, number in samples()}
    if not numbers["database_up"]:
        return {"the database answers: systemctl status postgresql, df -h": False}
    now = time.time()
    mail_fault = _mail_fault()
    full = _full_disks()
    sharing = _accounts_that_share_a_mailbox()
    return {
        f"the mail server accepts email: check EMAIL_URL, or no one gets links or warnings ({mail_fault})": (
            not mail_fault
        ),
        "no email is unsent: see “mail server” in journalctl -u super-complaints-worker": not numbers[
            "mails_kept"
        ],
        "someone is told about faults: set ERROR_MAIL": bool(settings.ERROR_MAIL),
        **_what_holds_of_backups(),
        "there is a backup from the last 36 hours: run super-complaints backup to see why not": (
            now - numbers["backup_last_seconds"] < 36 * 3600
        ),
        f"at least 10% of every disk is free: make room on {', '.join(full)} (df -h, df -i)": not full,
        "at least 10% of the memory is free: systemctl status": numbers[
            "memory_free_ratio"
        ]
        >= 0.1,
        "ClamAV answers, if it is used: see CLAMD_ADDRESS": bool(
            numbers.get("clamav_up", 1)
        ),
        "all scheduled work is done: see “Not done” in journalctl -u super-complaints-worker": (
            not numbers["worker_failed_steps"]
        ),
        "the feedback team knows about every safeguarding concern: tell them now": not numbers[
            "safeguarding_untold"
        ],
        f"no two accounts share a mailbox: change those of {', '.join(sharing)} under Users in the CMS": (
            not sharing
        ),
        "feedback is looked at within three days: ask the team": (
            not 0 < numbers["feedback_oldest_seconds"] < now - 3 * 86400
        ),
    }


def _what_holds_of_backups() -> dict[str, bool]:
    another_disk = f"backups are on another disk: mount one of another machine at {settings.BACKUP_DIR}"
    try:
        is_another_disk, has_unencrypted = ask_in_time(
            "The disk of the backups", _look_at_backups
        )
    except DiskHangsError as error:
        another_disk = f"the disk of the backups answers: mount it again ({error})"
        is_another_disk = False
        has_unencrypted = False
    return {
        "backups are encrypted: create a key, set BACKUP_KEY and delete older backups (.tar)": (
            bool(settings.BACKUP_KEY) and not has_unencrypted
        ),
        another_disk: is_another_disk,
    }


def _accounts_that_share_a_mailbox() -> list[str]:
    """Return the user names; only accounts from before this was refused can."""
    accounts = (
        get_user_model()
        .objects.exclude(email="")
        .order_by("pk")
        .values_list("username", "email")
    )
    numbers = Counter(mailbox(address) for _, address in accounts)
    return [name for name, address in accounts if numbers[mailbox(address)] > 1]


def _mail_fault() -> str:
    """Return why the mail server takes nothing, in its words; empty if it does."""
    try:
        with mailers.default:  # signs in and sends nothing
            return ""
    except (OSError, smtplib.SMTPException) as error:
        return " ".join(f"{type(error).__name__}: {error}".split())


def _full_disks() -> list[str]:
    """Return the names of the disks with less than a tenth free, and of those that do not answer."""
    return [name for name, free in free_parts().items() if free < LEAST_FREE]


def _look_at_backups() -> tuple[bool, bool]:
    """Return whether backups have a disk of their own, and whether one of them is not encrypted."""
    is_another_disk = _disk(settings.BACKUP_DIR) != _disk(settings.DATA_DIR)
    return is_another_disk, any(settings.BACKUP_DIR.glob("*.tar"))


def _disk(folder: Path) -> int:
    while not folder.exists():
        folder = folder.parent
    return folder.stat().st_dev
