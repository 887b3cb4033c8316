"""Delete feedback whose retention period is over."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from pages.feedback import models


class Command(BaseCommand):
    """Prints how many entries were deleted. ``run_scheduled`` does the same regularly."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count only; delete nothing.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        if dry_run:
            self.stdout.write(f"{models.expired_entries().count()} feedback entries would be deleted.")
        else:
            self.stdout.write(f"Deleted {models.delete_expired_entries()} feedback entries.")
