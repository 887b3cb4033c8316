"""The application of cookies."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ConsentConfig(AppConfig):
    """Cookie groups, choices and the cookies page."""

    name = "pages.consent"
    label = "consent"
    verbose_name = "cookies"

    def ready(self):
        """Keep the tables as the registry declares."""
        from .store import sync

        post_migrate.connect(sync, sender=self)
