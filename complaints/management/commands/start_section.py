"""Make the pages and the wording of a force that starts empty, in its name and colour.

What is not given as an option is asked for. All of it is made or nothing, and only in an empty database.
"""

import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from complaints.demo import content_loader, new_section
from complaints.demo.content_loader import SiteNotEmptyError

QUESTIONS = {
    "name": "Name of the force, as readers know it",
    "website": "Address of its main website",
    "colour": "Its colour, # and six digits, on which white text can be read",
}
"""What is asked for where it is not given."""


class Command(BaseCommand):
    """Start the section of another force."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", help=f"{QUESTIONS['name']}: Kent Police.")
        parser.add_argument("--website", help=f"{QUESTIONS['website']}: https://www.kent.police.uk/.")
        parser.add_argument("--colour", help=f"{QUESTIONS['colour']}: #14295a.")
        parser.add_argument("--commissioner", help="Name of its commissioner, if it has one.")
        parser.add_argument("--commissioner-website", help="Address of the commissioner's website.")
        parser.add_argument("--exit-address", help="Where the quick exit leads, if not to the usual place.")
        parser.add_argument(
            "--service",
            action="append",
            help="A support service on sensitive pages, once for each: the name of a known one, or "
            "“name | whom it helps | telephone | address”. Without any, all that are known.",
        )
        parser.add_argument("--no-input", action="store_true", help="Ask nothing.")

    def handle(self, *args: str, **options: Any) -> None:
        """Check every answer, then make everything or nothing."""
        may_ask = not options["no_input"] and sys.stdin.isatty()
        answers = {}
        for name in new_section.VALIDATORS:
            value = options[name]
            if value is None and name in QUESTIONS:
                value = self.ask(name) if may_ask else self.refuse(name, "is missing.")
            if value is not None:
                answers[name] = self.checked(name, value.strip())
        if bool(answers.get("commissioner")) != bool(answers.get("commissioner_website")):
            self.refuse("commissioner", "goes together with --commissioner-website.")
        known = [service["name"] for service in content_loader.read_support_services()]
        try:
            services = [new_section.read_service(value) for value in options["service"] or known]
        except ValidationError as error:
            self.refuse("service", error.messages[0])
        try:
            pages = new_section.start_section(new_section.NewSection(services=services, **answers))
        except SiteNotEmptyError as error:
            raise CommandError(
                "Nothing was made: there is content already. Start with an empty database."
            ) from error
        except ValidationError as error:
            raise CommandError(f"Nothing was made: {' '.join(error.messages)}") from error
        self.stdout.write(
            f"Made {pages} pages for {answers['name']}. Next: make the first account with createsuperuser, "
            "read each page in the CMS, and have the accessibility statement tested."
        )

    def ask(self, name: str) -> str:
        while True:
            value = input(f"{QUESTIONS[name]}: ")
            try:
                new_section.VALIDATORS[name](value.strip())
            except ValidationError as error:
                self.stderr.write(error.messages[0])
            else:
                return value

    def checked(self, name: str, value: str) -> str:
        """Return ``value`` if it fits the option ``name``."""
        try:
            new_section.VALIDATORS[name](value)
        except ValidationError as error:
            self.refuse(name, error.messages[0])
        return value

    def refuse(self, name: str, reason: str) -> Any:
        raise CommandError(f"--{name.replace('_', '-')}: {reason}")
