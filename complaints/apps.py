"""The application of super-complaints."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Super-complaints, recommendations, responses and organisations."""

    name = "complaints"
    verbose_name = "super-complaints"

    def ready(self):
        """Connect what happens when a section is made."""
        from pages.delivery import changes
        from pages.delivery.keys import ORGANISATIONS, organisation_key
        from pages.delivery.shown import record_by_itself

        from . import signal_handlers  # noqa: F401
        from .models import Organisation

        changes.follow(Organisation, lambda each: [organisation_key(each.pk), ORGANISATIONS])
        record_by_itself(Organisation, organisation_key)
