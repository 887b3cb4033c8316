"""The project as a Django application, for its management commands and migrations."""

import gc
import logging

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from pages.core.outages import DATABASE
from pages.core.protected_tables import prepare_connection

from . import USUAL_THRESHOLD


class SiteConfig(AppConfig):
    """The application for what belongs to the whole site rather than to one feature."""

    name = "site_config"
    label = "site_config"
    verbose_name = "site"

    def ready(self) -> None:
        """Note when the database answers again, count what no table tells, and make roles.

        Of all apps this one comes last: what is loaded by now stays, and every
        permission is there.
        """
        logging.captureWarnings(True)  # they have the log's format, too
        connection_created.connect(_note_connection)
        connection_created.connect(prepare_connection)
        from pages.moderation.approval import protection

        from . import (
            metrics,  # noqa: F401 -- connects what it counts
            roles,
        )

        post_migrate.connect(roles.make_roles_and_workflows, sender=self)
        post_migrate.connect(protection.protect_tables, sender=self)
        gc.freeze()
        gc.set_threshold(*USUAL_THRESHOLD)


def _note_connection(**arguments: object) -> None:
    DATABASE.note_success()
