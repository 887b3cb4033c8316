"""The application of pages of text and site wording."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """Pages, blocks and the wording that every page shows."""

    name = "pages.content"
    label = "content"
    verbose_name = "content"

    def ready(self):
        """Purge what shows the wording and the notices when they change."""
        from . import signal_handlers

        signal_handlers.connect(self)
