"""The project as a Django application, for its management commands and migrations."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The application for what belongs to the whole site rather than to one feature."""

    name = "site_config"
    label = "site_config"
    verbose_name = "site"
