"""The application of files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Who may read an uploaded file, and who may change one that is public."""

    name = "pages.files"
    verbose_name = "files"
