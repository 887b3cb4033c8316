"""The application of moderation."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Four eyes, holds, change notes and the publication log."""

    name = "pages.moderation"
    label = "moderation"
    verbose_name = "moderation"

    def ready(self):
        """Connect what follows the signals of Wagtail and Django, and replace what has none."""
        from . import signal_handlers

        signal_handlers.connect(self)
