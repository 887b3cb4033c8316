"""Keeps uploads in a bucket that speaks S3's protocol, so that several machines share them.

Readers never see the bucket's address: its files have the site's own addresses, at
which the application reads them after asking whether the reader may. It needs the
packages of ``requirements/bucket.txt``.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.encoding import filepath_to_uri

from pages.core.outages import UPLOADS, ServiceAwayError

CONNECTING = Config(
    connect_timeout=2,
    read_timeout=10,
    retries={"max_attempts": 1},
    s3={"addressing_style": "path"},
)
"""Seconds that somebody waits for the bucket.

Servers other than Amazon's know no bucket by a host name.
"""
KEPT_IN_MEMORY = 2 * 1024 * 1024
"""Bytes of a file that is read; a larger one is on disk meanwhile."""


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
        raise ServiceAwayError(str(error)) from error
    UPLOADS.note_success()


class BucketStorage(Storage):
    """A bucket as Django's storage, which tells failures as a folder does."""

    def __init__(self, bucket: str, **connection: Any) -> None:
        self.bucket = bucket
        self.connection = connection

    @cached_property
    def _client(self) -> Any:
        return boto3.client("s3", config=CONNECTING, **self.connection)

    def _call(self, operation: str, name: str, **options: Any) -> dict[str, Any]:
        with _telling_failures():
            return getattr(self._client, operation)(
                Bucket=self.bucket, Key=name, **options
            )

    def _open(self, name: str, mode: str = "rb") -> File:
        """Return the file; it is never written to in place."""
        copy = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115 -- whoever opens it closes it
        with _telling_failures():
            shutil.copyfileobj(self._call("get_object", name)["Body"], copy)
        copy.seek(0)
        return File(copy, name)

    def _save(self, name: str, content: File) -> str:
        content.seek(0)
        self._call("put_object", name, Body=content.read())
        return name

    def exists(self, name: str) -> bool:
        try:
            self._call("head_object", name)
        except FileNotFoundError:
            return False
        return True

    def delete(self, name: str) -> None:
        self._call("delete_object", name)

    def size(self, name: str) -> int:
        return int(self._call("head_object", name)["ContentLength"])

    def get_modified_time(self, name: str) -> datetime:
        modified: datetime = self._call("head_object", name)["LastModified"]
        return modified

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        folder = f"{path.rstrip('/')}/" if path else ""
        folders = []
        files = []
        with _telling_failures():
            pages = self._client.get_paginator("list_objects_v2")
            for part in pages.paginate(
                Bucket=self.bucket, Prefix=folder, Delimiter="/"
            ):
                folders += [
                    prefix["Prefix"][len(folder) : -1]
                    for prefix in part.get("CommonPrefixes", [])
                ]
                files += [
                    content["Key"][len(folder) :]
                    for content in part.get("Contents", [])
                ]
        return folders, list(filter(None, files))

    def url(self, name: str | None) -> str:
        return settings.MEDIA_URL + filepath_to_uri(name or "")
