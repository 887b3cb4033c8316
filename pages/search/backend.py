"""The search of the database that the site runs on."""

from types import ModuleType

from django.db import connection

from . import postgresql, sqlite


def search_backend() -> ModuleType:
    """Return the module that finds pages in this database."""
    return postgresql if connection.vendor == "postgresql" else sqlite
