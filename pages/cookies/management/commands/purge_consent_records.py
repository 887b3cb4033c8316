"""Delete records of choices about cookies whose time is over."""

from django.core.management.base import BaseCommand

from pages.cookies import records


class Command(BaseCommand):
    """Prints how many were deleted; ``run_scheduled`` does the same by itself."""

    help = __doc__

    def add_arguments(self, parser):
        """Accept ``--dry-run``."""
        parser.add_argument("--dry-run", action="store_true", help="Only say how many there are.")

    def handle(self, *args, dry_run=False, **options):
        """Delete them."""
        if dry_run:
            self.stdout.write(f"Would delete {records.outlived().count()} records of choices about cookies.")
        else:
            self.stdout.write(f"Deleted {records.purge()} records of choices about cookies.")
