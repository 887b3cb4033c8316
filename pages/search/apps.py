"""The application of search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search over the public pages of all types. It uses Wagtail's search index."""

    name = "pages.search"
    verbose_name = "search"

    def ready(self) -> None:
        from . import indexing  # noqa: F401 -- it listens to the deletion of pages
