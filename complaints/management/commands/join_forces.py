"""Join the open data of several forces into pages and files that any web server can send.

SOURCES.toml names who publishes them and whose data is read, as docs/joining.md shows.
A source whose data cannot be used is named, and its last good copy is shown with its
age. No database is needed.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from complaints.catalogue.reader import FaultsError
from complaints.multi_force.comparison import duplicate_publishers
from complaints.multi_force.copies import get_copies, read_sources
from complaints.multi_force.site import KEPT, write_site


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "sources", type=Path, help="The list of sources, a TOML file."
        )
        parser.add_argument(
            "--to", type=Path, required=True, help="The folder for the pages and files."
        )

    def handle(self, *args: str, sources: Path, to: Path, **options: Any) -> None:
        today = timezone.localdate()
        try:
            wanted = read_sources(sources)
            copies = get_copies(wanted.sources, sources.parent, to / KEPT, today)
            changed = write_site(to, wanted.publisher, copies, today)
        except FaultsError as error:
            raise CommandError(
                "\n".join(["No files were written.", *error.faults])
            ) from error
        except OSError as error:
            raise CommandError(f"Not everything was written: {error}") from error
        for copy in copies:
            for problem in [*copy.problems, *copy.faults]:
                self.stderr.write(f"{copy.source.name}: {problem}")
            unknown = copy.unknown
            known = sum(entry.identifier not in unknown for entry in copy.entries)
            outcome = "nothing to show"
            if copy.entries:
                outcome = f"{known} compared, data of {copy.words_of_day}"
            more = ""
            if unknown:
                more = (
                    f"; {len(unknown)} not in the catalogue: {', '.join(unknown[:3])}"
                )
            self.stdout.write(f"{copy.source.name}: {outcome}{more}")
        for force, names in duplicate_publishers(copies):
            self.stderr.write(
                f"{force} is in several sources, and counts once: {', '.join(names)}"
            )
        self.stdout.write(f"{len(changed)} files changed in {to}.")
