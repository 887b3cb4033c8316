"""Wagtail's command of this name, with our rules; ``run_scheduled`` does the same and more."""

from typing import Any

from django.core.management.base import BaseCommand

from pages.moderation import scheduled_work


class Command(BaseCommand):
    """Take down what has expired and publish what is due."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        scheduled_work.expire_due()
        scheduled_work.publish_due()
