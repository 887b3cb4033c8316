"""The application of pages and site wording."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Pages, blocks and the wording that every page shows."""

    name = "pages"
    verbose_name = "pages"
