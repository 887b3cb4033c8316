"""Keeps django-cookie-consent's tables in step with the registry."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from .consent_tables import sync_consent_tables


def connect(app_config: AppConfig) -> None:
    """Update the tables after each migration."""
    post_migrate.connect(sync_consent_tables, sender=app_config)
