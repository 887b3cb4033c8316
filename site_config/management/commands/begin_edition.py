"""Begin an edition: after data was loaded in a way that told nobody of a change."""

from typing import Any

from django.core.management.base import BaseCommand

from pages.published import changes


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        changes.note()
