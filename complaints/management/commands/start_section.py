"""Create the first drafts for a force: its wording, every page and the reports.

The database must be empty. If one draft fails, none is created.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import pluralize

from complaints.catalogue.reader import FaultsError, read_catalogue
from complaints.catalogue.records import CatalogueReport
from complaints.site_setup.facts import WALES, read_facts
from complaints.site_setup.loading import (
    SiteNotEmptyError,
    is_site_empty,
    start_section,
)

NO_REPORT = "none"
WELSH_NOT_SUPPORTED = (
    "Welsh is not supported yet: the site has no Welsh pages, statuses, emails or catalogue.",
    "The Welsh Language Standards bind the police forces in Wales. Your compliance notice from the Welsh",
    "Language Commissioner says which standards apply to your website. Check it before you publish.",
    "See docs/where-it-lives.md.",
)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="A file such as docs/section.toml.")
        parser.add_argument(
            "--reports",
            help="The reports to create drafts for, such as “stalking,section-60”, or “none”. Default: all.",
        )
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Do nothing if there is already content.",
        )

    def handle(
        self,
        *args: str,
        file: Path,
        reports: str | None = None,
        if_empty: bool = False,
        **options: Any,
    ) -> None:
        if if_empty and not is_site_empty():
            again = ""
            if settings.DEMO:
                again = f" To start again, delete {settings.DATA_DIR}."
            self.stdout.write(
                f"There is already content, so the file has no effect.{again}"
            )
        else:
            self.start(file, reports)
        if settings.DEMO:
            call_command("load_demo", accounts_alone=True, stdout=self.stdout)

    def start(self, file: Path, reports: str | None) -> None:
        try:
            facts = read_facts(file)
            sets = start_section(facts, self.chosen_reports(reports))
        except FaultsError as error:
            raise CommandError(f"No drafts were created.\n{error}") from error
        except SiteNotEmptyError as error:
            raise CommandError(
                "No drafts were created because there is already content. Start with an empty database."
            ) from error
        self.stdout.write(
            f"Drafts for {facts.name} were created in these publication sets:"
        )
        for title, number in sets.items():
            self.stdout.write(f"- {title} ({number} page{pluralize(number)})")
        self.stdout.write(
            "Next: decide what is in square brackets (see the dashboard), then submit the first set.\n"
            "You can submit the set of each report on its own, and leave the others for later."
        )
        if WALES in facts.nations:
            self.stdout.write("\n".join(WELSH_NOT_SUPPORTED))

    def chosen_reports(self, names: str | None) -> Sequence[CatalogueReport]:
        every = read_catalogue().reports
        if names is None:
            return every
        wanted = {name.strip() for name in names.split(",")} - {NO_REPORT}
        if unknown := wanted - {report.identifier for report in every}:
            known = ", ".join(report.identifier for report in every)
            raise CommandError(
                f"--reports: {', '.join(sorted(unknown))} is none of these: {known}."
            )
        return [report for report in every if report.identifier in wanted]
