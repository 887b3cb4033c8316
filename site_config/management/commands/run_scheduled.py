"""Do what is due by the clock: publish and expire what was scheduled."""

import logging
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from pages.moderation import scheduling

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
        """Publish and expire what is due; with ``--every``, outlive a failing run and log it."""
        if every is None:
            self.do_what_is_due()
            return
        while True:
            try:
                self.do_what_is_due()
            except Exception:
                logger.exception("What is due could not be done; trying again in %s seconds", every)
            close_old_connections()
            time.sleep(every)

    def do_what_is_due(self):
        """Take down first: an address that is freed may be taken by what is published next."""
        scheduling.expire_due()
        scheduling.publish_due()
