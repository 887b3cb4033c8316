"""Delete feedback whose time of retention is over."""

from django.core.management.base import BaseCommand

from pages.feedback import retention


class Command(BaseCommand):
    """Prints how many entries; ``run_scheduled`` does the same by itself."""

    help = __doc__

    def add_arguments(self, parser):
        """Accept a trial run."""
        parser.add_argument("--dry-run", action="store_true", help="Count only; delete nothing.")

    def handle(self, *args, dry_run, **options):
        """Delete or count them."""
        if dry_run:
            self.stdout.write(f"{retention.due().count()} feedback entries would be deleted.")
        else:
            self.stdout.write(f"Deleted {retention.purge()} feedback entries.")
