"""The application of super-complaints."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Super-complaints, recommendations, responses and organisations."""

    name = "complaints"
    verbose_name = "super-complaints"

    def ready(self):
        """Connect what happens when a section is made."""
        from django.db.models.signals import post_migrate

        from . import signal_handlers  # noqa: F401
        from .states import entries

        post_migrate.connect(entries.add_missing_states, sender=self)
