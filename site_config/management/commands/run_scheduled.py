"""Do what is due by the clock: publish and expire what was scheduled, delete what was kept long enough."""

import logging
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from wagtail.models import Site

from pages.cookies import consent_records
from pages.feedback import alerts, concern_check, retention
from pages.http_cache import clock_changes, purging
from pages.moderation.log.decisions import purge_old_decisions
from pages.moderation.notifications import daily_reminders
from pages.moderation.publishing import scheduling

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Run once, or again and again beside the web server."""

    help = __doc__

    def add_arguments(self, parser):
        """Accept how often to run."""
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDS",
            help="Run again after so many seconds, for good.",
        )

    def handle(self, *args, every=None, **options):
        """Do what is due; with ``--every``, again and again.

        A step that fails is logged and keeps no other waiting. Without ``--every`` it raises ``CommandError``
        in the end, so that whoever started the command learns of it.
        """
        while True:
            failed = self.do_what_is_due()
            if every is None:
                break
            close_old_connections()
            time.sleep(every)
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The log says why.")

    def do_what_is_due(self) -> list[str]:
        """Return the names of the steps that failed.

        Concerns come first: a person may be in danger. Pages are taken down before others are published,
        since an address that is freed may be taken at once.
        """
        # Else what another process changed about sites would be learnt an hour late.
        Site.clear_site_root_paths_cache()
        failed = []
        for name, step in [
            ("examination", concern_check.flag_concerns_in_new_entries),
            ("alerts", alerts.send_concern_alerts),
            ("expiry", scheduling.expire_due),
            ("publication", scheduling.publish_due),
            ("changes by the clock", clock_changes.purge_clock_changes),
            ("purges", purging.deliver_due_purges),
            ("digests of moderation", daily_reminders.send_daily_reminders),
            ("records of cookie choices", consent_records.delete_expired_records),
            ("retention of feedback", retention.delete_expired_entries),
            ("retention of the log of decisions", purge_old_decisions),
            ("retention of purges", purging.delete_old_purges),
        ]:
            try:
                step()
            except Exception:
                logger.exception("Not done: %s", name)
                failed.append(name)
        return failed
