"""The project as an application: its management commands and system checks."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers what belongs to the site as a whole rather than to one feature."""

    name = "site_config"
    label = "site_config"
    verbose_name = "site"
