"""Run scheduled work that is due: publications, expiries, emails and deletion of old data."""

import os
import socket
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone
from wagtail.models import Site

from complaints.demo import outgoing_mail
from complaints.reminders import weekly
from pages.accounts.account_changes import delete_old_changes
from pages.accounts.sessions import delete_ended_sessions
from pages.content import outside_links
from pages.cookies.models import delete_expired_records
from pages.core.outages import DATABASE, FailingWork
from pages.feedback import concern_rules, models
from pages.moderation import scheduled_work
from pages.moderation.approval.agreement import purge_old_agreements
from pages.moderation.approval.audit_log import purge_old_decisions
from pages.moderation.emails.mail import (
    send_digests,
    send_kept_mails,
)
from pages.published import worker
from site_config.health import has_migrations_to_apply
from site_config.logging import numbered
from site_config.models import LINKS, WORKER, Heartbeat


def tell_systemd(state: str) -> None:
    """Tell systemd, if it started this process, that it still works: one that is frozen is killed."""
    if address := os.environ.get("NOTIFY_SOCKET"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.sendto(state.encode(), address.replace("@", "\0", 1))


def check_links() -> None:
    """Take over the links of public pages once a day, and ask for some that are due."""
    last = Heartbeat.last(LINKS)
    if last is None or timezone.now() - last > timedelta(days=1):
        outside_links.gather_links()
        Heartbeat.beat(LINKS)
    outside_links.check_due_links()


class Command(BaseCommand):
    help = __doc__

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.work: dict[str, FailingWork] = {}
        self.tables = FailingWork(
            "everything", "The worker begins once manage.py migrate has run"
        )
        self.has_tables = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDS",
            help="Repeat every so many seconds until stopped.",
        )

    def handle(self, *args: str, every: int | None = None, **options: object) -> None:
        if every is not None:
            worker.start()
        while True:
            with numbered():
                failed = self.run_due_steps()
            if every is None:
                break
            close_old_connections()
            time.sleep(every)
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The log says why.")

    def find_tables(self) -> bool:
        """Return True once the database has the tables of this release: containers start all at once."""
        if self.has_tables:
            return True
        if has_migrations_to_apply():
            self.tables.note_failure("there are migrations to apply")
            return False
        self.tables.note_success()
        self.has_tables = True
        return True

    def run_due_steps(self) -> list[str]:
        """Run every step and return the names of those that failed.

        Concerns come first: a person may be in danger. Expiry comes before publication,
        so that a page can be published at an address that has just become free.
        """
        try:
            connection.ensure_connection()
        except (DatabaseError, InterfaceError) as error:
            # Every step would say the same, each with a traceback.
            DATABASE.note_failure(error)
            return ["everything: the database does not answer"]
        if not self.find_tables():
            tell_systemd("WATCHDOG=1")
            return ["everything: there are migrations to apply"]
        # Without this, changes of sites by another process would be noticed an hour
        # late.
        Site.clear_site_root_paths_cache()
        failed = []
        for name, step in [
            ("examination", concern_rules.flag_concerns_in_new_entries),
            ("alerts", concern_rules.send_concern_alerts),
            ("emails that were kept", send_kept_mails),
            ("expiry", scheduled_work.expire_due),
            ("publication", scheduled_work.publish_due),
            ("edition", worker.poll),
            ("daily digests", send_digests),
            ("weekly emails about dates", weekly.send_reminders),
            ("links out of the site", check_links),
            ("records of cookie choices", delete_expired_records),
            ("retention of feedback", models.delete_expired_entries),
            ("retention of the audit log", purge_old_decisions),
            ("retention of agreements", purge_old_agreements),
            ("sessions that have ended", delete_ended_sessions),
            ("retention of changes of accounts", delete_old_changes),
            ("retention of a demonstration's emails", outgoing_mail.delete_old_mails),
        ]:
            if not self.run_step(name, step):
                failed.append(name)
        # Operators and editors are told when the worker no longer runs.
        try:
            Heartbeat.beat(WORKER, failed)
        except (DatabaseError, InterfaceError) as error:
            DATABASE.note_failure(error)
        return failed

    def run_step(self, name: str, step: Callable[[], object]) -> bool:
        """Run one step; return True unless it failed."""
        tell_systemd("WATCHDOG=1")
        work = self.work.setdefault(name, FailingWork(name, "It is tried again"))
        try:
            step()
        except Exception as error:
            is_expected = isinstance(error, concern_rules.AlertNotSentError)
            work.note_failure(error, with_traceback=not is_expected)
            return False
        work.note_success()
        return True
