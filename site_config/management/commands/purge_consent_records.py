"""Delete records of choices about cookies that have expired."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from pages.cookies import consent_records


class Command(BaseCommand):
    """Prints how many were deleted. ``run_scheduled`` does the same regularly."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only say how many there are.")

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        if dry_run:
            self.stdout.write(
                f"Would delete {consent_records.expired_records().count()} records of choices about cookies."
            )
        else:
            self.stdout.write(
                f"Deleted {consent_records.delete_expired_records()} records of choices about cookies."
            )
