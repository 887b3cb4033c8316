"""List every environment variable that the site reads, what it means, and which of them are set here."""

import os

from django.core.management.base import BaseCommand

from site_config.settings.environment import PROJECT_DIR


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: str, **options: object) -> None:
        for line in (PROJECT_DIR / ".env.example").read_text().splitlines():
            is_set = line.lstrip("#").partition("=")[0] in os.environ
            mark = "    <- set here" if is_set else ""
            self.stdout.write(f"{line}{mark}")
