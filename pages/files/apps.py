"""The application of files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Who may read an uploaded file, and who may change one that is public."""

    name = "pages.files"
    label = "files"
    verbose_name = "files"

    def ready(self):
        """Guard approved files, and keep what cameras write out of what readers get."""
        from willow.plugins.pillow import PillowImage

        from . import guard

        guard.connect()
        # Willow would copy it, place and owner of the camera included, into every size of the picture.
        PillowImage.get_exif_data = lambda image: None
