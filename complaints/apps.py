"""The Django application ``complaints``."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Super-complaints, recommendations, responses and organisations."""

    name = "complaints"
    verbose_name = "super-complaints"

    def ready(self) -> None:
        """Connect the signal handlers, and tell the search other words for what is here."""
        # Imported late: models cannot be imported before all applications are loaded.
        from pages.search.numbers import register_number_finder

        from . import (
            search_words,
            signal_handlers,  # noqa: F401 -- connects them
        )
        from .register.number_search import find_number

        search_words.register()
        register_number_finder(find_number)
