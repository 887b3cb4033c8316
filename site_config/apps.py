"""The project as a Django application, for its management commands and migrations."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from pages.core.outages import DATABASE


class SiteConfig(AppConfig):
    """The application for what belongs to the whole site rather than to one feature."""

    name = "site_config"
    label = "site_config"
    verbose_name = "site"

    def ready(self) -> None:
        """Note when the database answers again, and count what no table tells."""
        connection_created.connect(_note_connection)
        from . import metrics

        metrics.connect()


def _note_connection(**arguments: object) -> None:
    DATABASE.note_success()
