"""Let all stores and the front forget every page: a new release may show it in another way."""

from django.core.management.base import BaseCommand, CommandError

from pages.http_cache import keys, purging


class Command(BaseCommand):
    """Run it when no process of the release before answers any more."""

    help = __doc__

    def handle(self, *args, **options):
        """Forget them; raises ``CommandError`` if one did not, which the worker then tries again."""
        purging.purge([keys.EVERYTHING])
        if failed := purging.failing().filter(keys=[keys.EVERYTHING]).last():
            raise CommandError(f"Not forgotten, and tried again by the worker: {failed.error}")
