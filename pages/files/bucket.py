"""Keeps uploads in a bucket that speaks S3's protocol, so that several machines share them.

Readers never see the bucket's address: its files have the site's own addresses, at which the application
reads them after asking whether the reader may.
"""

import contextlib
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from pages.core.outages import UPLOADS, AwayError

CONNECTING = Config(
    connect_timeout=2, read_timeout=10, retries={"max_attempts": 1}, s3={"addressing_style": "path"}
)
"""Seconds that somebody waits for the bucket. Servers other than Amazon's know no bucket by a host name."""


@contextlib.contextmanager
def _telling_failures() -> Iterator[None]:
    """Raise ``FileNotFoundError`` for a file that is not there, ``AwayError`` if the bucket gives none."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        response = getattr(error, "response", {})
        if response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
            raise FileNotFoundError(str(error)) from error
        UPLOADS.note_failure(error)
        raise AwayError(str(error)) from error
    UPLOADS.note_success()


class BucketStorage(S3Storage):
    """django-storages' storage, which tells failures as a folder does and gives no address away."""

    def __init__(self, **options: Any) -> None:
        """Take the options of ``site_config/settings/uploads.py``."""
        super().__init__(**{"client_config": CONNECTING, **options})

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Return the site's own address of the file."""
        return settings.MEDIA_URL + filepath_to_uri(name)

    def get_modified_time(self, name: str) -> datetime:
        """Return when the file was stored."""
        with _telling_failures():
            return super().get_modified_time(name)

    def exists(self, name: str) -> bool:
        """Return whether there is such a file."""
        with _telling_failures():
            return super().exists(name)

    def delete(self, name: str) -> None:
        """Delete the file, if it is there."""
        with _telling_failures():
            super().delete(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the names of the folders and of the files in a folder."""
        with _telling_failures():
            return super().listdir(path)

    def open(self, name: str, mode: str = "rb") -> File:
        """Open the file."""
        with _telling_failures():
            return super().open(name, mode)

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        """Store ``content`` under ``name``, or another name if that is taken, and return it."""
        with _telling_failures():
            return super().save(name, content, max_length)
