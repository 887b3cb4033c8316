"""The application of pages of text and site wording."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """Pages, blocks and the wording that every page shows."""

    name = "pages.content"
    verbose_name = "content"
