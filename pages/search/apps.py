"""The application of search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search over the public pages, whatever their types; it reads Wagtail's index."""

    name = "pages.search"
    label = "search"
    verbose_name = "search"
