"""Create the first drafts for a force: its wording, every page and the reports.

The facts are read from a file such as docs/section.toml, or asked for. The database
must be empty. If one draft fails, none is created.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import pluralize

from complaints.catalogue.reader import FaultsError, read_catalogue
from complaints.catalogue.records import CatalogueReport
from complaints.site_setup.facts import WALES, SectionFacts, check_facts, read_facts
from complaints.site_setup.loading import (
    SiteNotEmptyError,
    is_site_empty,
    start_section,
)

QUESTIONS = {
    "name": "Name of the force, as readers know it",
    "website": "Address of its main website",
    "colour": "Its colour, # and six digits, on which white text can be read",
    "controller": "Who answers for personal data: chief constable, metropolis, city or commissioner",
    "commissioner.name": "Name of its commissioner (Enter if it has none)",
    "commissioner.website": "Address of the commissioner’s website (Enter if it has none)",
    "controller_contact.contact": "How to contact whoever answers for personal data (Enter if not known yet)",
    "recipients": "Who else gets personal data, such as a hosting company (Enter if not known yet)",
    "data_protection_officer.contact": "How to reach its data protection officer",
    "data_protection_complaints.contact": "How to complain about data protection (Enter if not known yet)",
    "accessibility.contact": "How to ask for another format",
    "nations": "Nations that its helplines serve: England, Wales, or both with a comma",
}
"""What is asked for where there is no file; the file can hold more."""
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
        parser.add_argument(
            "file", nargs="?", type=Path, help="A file such as docs/section.toml."
        )
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
        file: Path | None = None,
        reports: str | None = None,
        if_empty: bool = False,
        **options: Any,
    ) -> None:
        try:
            chosen = self.chosen_reports(reports)
        except FaultsError as error:
            raise CommandError(f"No drafts were created.\n{error}") from error
        if if_empty and not is_site_empty():
            again = ""
            if settings.DEMO:
                again = f" To start again, delete {settings.DATA_DIR}."
            self.stdout.write(
                f"There is already content, so the file has no effect.{again}"
            )
            self.make_accounts()
            return
        try:
            facts = read_facts(file) if file else self.ask()
            sets = start_section(facts, chosen)
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
        self.make_accounts()

    def make_accounts(self) -> None:
        """Make the accounts for trying the site where there may be some."""
        if settings.DEMO:
            call_command("load_demo", accounts_alone=True, stdout=self.stdout)

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

    def ask(self) -> SectionFacts:
        """Ask until everything fits. Raises ``FaultsError`` where nobody can answer."""
        if not sys.stdin.isatty():
            raise FaultsError(
                [
                    "Name a file with the facts of the force: docs/section.toml is an example."
                ]
            )
        answers: dict[str, str] = {}
        while True:
            for name, question in QUESTIONS.items():
                before = f" [{answers[name]}]" if answers.get(name) else ""
                answers[name] = input(f"{question}{before}: ").strip() or answers.get(
                    name, ""
                )
            try:
                return check_facts(_as_in_file(answers), Path.cwd())
            except FaultsError as error:
                self.stderr.write("\n".join(error.faults))


def _as_in_file(answers: dict[str, str]) -> dict[str, Any]:
    """Return the ``answers`` as the file has them; an empty one is missing."""
    values: dict[str, Any] = {}
    for name, answer in answers.items():
        table, _, field = name.rpartition(".")
        if answer and table:
            values.setdefault(table, {})[field] = answer
        elif answer:
            values[field] = answer
    for name in ("nations", "recipients"):
        if name in values:
            values[name] = [value.strip() for value in values[name].split(",")]
    return values
