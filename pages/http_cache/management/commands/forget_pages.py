"""Purge every page from all caches: a new release may render pages differently."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pages.http_cache import keys, purging


class Command(BaseCommand):
    """Run it when no process of the previous release answers any more."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge everything; raise ``CommandError`` if a cache failed, which the worker then tries again."""
        purging.purge([keys.EVERYTHING])
        if failed := purging.failing_purges().filter(keys=[keys.EVERYTHING]).last():
            raise CommandError(f"Not purged; the worker will try again: {failed.error}")
