"""The application of delivery."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """What may be kept, for how long, and what a change invalidates."""

    name = "pages.delivery"
    label = "delivery"
    verbose_name = "delivery"

    def ready(self):
        """Record what answers show, and purge what changes."""
        from . import changes, shown

        shown.connect()
        changes.connect(self)
