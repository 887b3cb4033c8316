"""Do what is due by the clock: publish and expire what was scheduled."""

import logging
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

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
            call_command("publish_scheduled")
            return
        while True:
            try:
                call_command("publish_scheduled")
            except Exception:
                logger.exception("What is due could not be done; trying again in %s seconds", every)
            close_old_connections()
            time.sleep(every)
