"""Keeps django-cookie-consent's tables as the registry declares."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from .store import sync


def connect(app_config: AppConfig) -> None:
    """Bring the tables up to date after each migration."""
    post_migrate.connect(sync, sender=app_config)
