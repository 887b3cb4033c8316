"""The application of quick exit."""

from django.apps import AppConfig


class QuickExitConfig(AppConfig):
    """The quick exit: its script, its button and where it may lead."""

    name = "pages.quick_exit"
    verbose_name = "quick exit"
