"""The application of super-complaints."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Super-complaints, recommendations, responses and organisations."""

    name = "complaints"
    verbose_name = "super-complaints"

    def ready(self):
        """Connect what happens by itself when something of the section is saved."""
        from . import signal_handlers

        signal_handlers.connect(self)
