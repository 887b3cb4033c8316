"""The application of quick exit."""

from django.apps import AppConfig


class QuickExitConfig(AppConfig):
    """The quick exit and the page about staying safe online."""

    name = "pages.quick_exit"
    label = "quick_exit"
    verbose_name = "quick exit"
