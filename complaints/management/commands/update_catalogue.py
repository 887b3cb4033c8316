"""Propose what the catalogue of this release says otherwise than the site, as drafts in one publication set.

Run it after each upgrade. What an editor of the site has changed stays as it is, and the output says so.
"""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from complaints.catalogue.reader import FaultsError, read_catalogue
from complaints.starting.catalogue_changes import propose_changes


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what it would propose; change nothing."
        )

    def handle(self, *args: str, dry_run: bool = False, **options: object) -> None:
        try:
            lines = propose_changes(dry_run=dry_run)
            version = read_catalogue().version
        except FaultsError as error:
            raise CommandError("\n".join(["Nothing was changed.", *error.faults])) from error
        for line in lines:
            self.stdout.write(line)
        if not lines:
            self.stdout.write(f"The catalogue of {version} has nothing new for this site.")
        elif dry_run:
            self.stdout.write("Nothing was changed. Run it without --dry-run to make drafts.")
