"""Propose what is new in the catalogue of this release, as drafts in one publication set.

Run it after each upgrade. It does not change what editors of the site have changed, and
lists it.
"""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from complaints.catalogue.reader import FaultsError, read_catalogue
from complaints.site_setup.catalogue_changes import propose_changes


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Show what it would propose, without changing anything.",
        )

    def handle(self, *args: str, dry_run: bool = False, **options: object) -> None:
        try:
            lines = propose_changes(dry_run=dry_run)
            version = read_catalogue().version
        except FaultsError as error:
            raise CommandError(f"No drafts were created.\n{error}") from error
        for line in lines:
            self.stdout.write(line)
        if not lines:
            self.stdout.write(
                f"The catalogue of {version} has nothing new for this site."
            )
        elif dry_run:
            self.stdout.write(
                "This was a dry run. Run the command without --dry-run to create the drafts."
            )
