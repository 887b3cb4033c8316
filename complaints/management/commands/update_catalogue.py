"""Propose what the catalogue of this release knows more of, as drafts in one publication set.

It changes no title, no summary and no answer, and nothing public: editors submit the set as any other.
"""

from django.core.management.base import BaseCommand

from complaints.catalogue.reader import read_catalogue
from complaints.starting.updating import propose_changes


class Command(BaseCommand):
    """Propose the changes of the catalogue."""

    help = __doc__

    def handle(self, *args: str, **options: object) -> None:
        told = propose_changes()
        for line in told:
            self.stdout.write(line)
        if not told:
            self.stdout.write(f"Nothing differs from the catalogue of {read_catalogue().version}.")
