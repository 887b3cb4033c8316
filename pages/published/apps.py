"""The application of the published files."""

from django.apps import AppConfig


class PublishedConfig(AppConfig):
    """The editions of the public site."""

    name = "pages.published"
    label = "published"
    verbose_name = "published files"

    def ready(self) -> None:
        from . import changes

        changes.connect()
