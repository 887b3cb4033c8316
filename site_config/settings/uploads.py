"""Settings of pictures and documents: where they are kept, a folder or a shared bucket, and what is taken."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .environment import DATA_DIR, env, require_variable
from .services import read_clamd_address, refuse_other_machine


def read_upload_storage() -> dict[str, Any]:
    """Return Django's setting of the storage that BUCKET names; without it, the folder ``DATA_DIR/media``."""
    bucket = env.str("BUCKET", default="")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    server = urlsplit(require_variable(env.str, "BUCKET_SERVER"))
    if server.scheme not in ("http", "https") or not server.hostname:
        raise ImproperlyConfigured("BUCKET_SERVER: an address that starts with https://.")
    if server.scheme == "http":
        refuse_other_machine("BUCKET_SERVER", server.hostname, "start it with https://")
    options = {
        "bucket": bucket,
        "endpoint_url": server.geturl(),
        "region_name": env.str("BUCKET_REGION", default="us-east-1"),
        "aws_access_key_id": require_variable(env.str, "BUCKET_KEY"),
        "aws_secret_access_key": require_variable(env.str, "BUCKET_SECRET"),
    }
    return {"BACKEND": "pages.files.bucket.BucketStorage", "OPTIONS": options}


MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": read_upload_storage(),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Documents are downloaded, never shown in the tab: they have no quick exit, and Back would lead to them.
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
"""In bytes; nginx takes requests of 20 megabytes (deploy/nginx)."""
CLAMD_ADDRESS = read_clamd_address()
WAGTAILDOCS_DOCUMENT_FORM_BASE = "pages.moderation.files.forms.DocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.moderation.files.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
