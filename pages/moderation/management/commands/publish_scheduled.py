"""Wagtail's command of this name, by our rules; ``run_scheduled`` does the same and more."""

from django.core.management.base import BaseCommand

from pages.moderation.publishing import scheduling


class Command(BaseCommand):
    """Take down what has expired and publish what is due."""

    help = "Take down what has expired and publish what is due."

    def handle(self, *args, **options):
        """Do both; what a rule refuses is logged, stays due and keeps nothing else waiting."""
        scheduling.expire_due()
        scheduling.publish_due()
