"""Begin a new edition of the public pages, after data was loaded without the site noticing."""

from typing import Any

from django.core.management.base import BaseCommand

from pages.published import changes


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        changes.note()
