"""Settings of pictures and documents: where they are kept, and what is taken."""

from environs import validate

from .environment import DATA_DIR, env

MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Documents are downloaded, never shown in the tab: they have no quick exit, and Back
# would lead to them.
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "pdf", "txt"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
"""In bytes; nginx takes requests of 20 megabytes (deploy/nginx)."""
CLAMD_ADDRESS = env.str(
    "CLAMD_ADDRESS",
    default="",
    validate=validate.Regexp(
        r"(unix:///.+|tcp://[a-z0-9.-]+:[0-9]{1,5})?\Z",
        error="Write it like unix:///run/clamav/clamd.ctl or tcp://clamav.example.org:3310.",
    ),
)
"""Where clamd listens; empty means that uploads are not checked for viruses."""
WAGTAILDOCS_DOCUMENT_FORM_BASE = "pages.moderation.files.DocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.moderation.files.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
