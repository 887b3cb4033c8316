"""Settings of pictures and documents: where they are kept, a folder or a shared bucket, and what is taken."""

from typing import Any
from urllib.parse import parse_qsl, unquote

from django.core.exceptions import ImproperlyConfigured
from environs import validate

from .environment import DATA_DIR, env, read_address
from .services import refuse_other_machine


def read_upload_storage() -> dict[str, Any]:
    """Return Django's setting of the storage that BUCKET_URL names; without it, a folder of DATA_DIR.

    Raises ``ImproperlyConfigured``, naming the variable, for a bucket without its
    server and keys, and for a server on another machine that is reached without TLS.
    """
    url = read_address("BUCKET_URL", env.str("BUCKET_URL", default=""))
    if url is None:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    path, _, bucket = url.path.rstrip("/").rpartition("/")
    if url.scheme not in ("http", "https") or not (
        url.hostname and url.username and url.password and bucket
    ):
        raise ImproperlyConfigured(
            "BUCKET_URL: write it as https://KEY:SECRET@SERVER/BUCKET?region=REGION, / as %2F."
        )
    if url.scheme == "http":
        refuse_other_machine("BUCKET_URL", url.hostname, "start it with https://")
    options = {
        "bucket": bucket,
        "endpoint_url": f"{url.scheme}://{url.netloc.rpartition('@')[2]}{path}",
        "region_name": dict(parse_qsl(url.query)).get("region", "us-east-1"),
        "aws_access_key_id": unquote(url.username),
        "aws_secret_access_key": unquote(url.password),
    }
    return {"BACKEND": "pages.files.bucket.BucketStorage", "OPTIONS": options}


MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": read_upload_storage(),
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
