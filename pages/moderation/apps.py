"""The application of moderation."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Approvals, holds, change notes and the log of decisions."""

    name = "pages.moderation"
    label = "moderation"
    verbose_name = "moderation"

    def ready(self) -> None:
        # Models can only be imported once all applications are loaded.
        from . import signal_handlers

        signal_handlers.connect()
