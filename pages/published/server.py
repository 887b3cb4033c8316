"""Sends published files from within the server process, and makes those that are missing.

Without nginx it is all that stands before Django. Behind nginx it gets the requests for which there is no
file.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

from . import editions, folder, making
from .encodings import SUFFIXES, accepted_encodings
from .tracking_parameters import strip_tracking_parameters

Environ = dict[str, Any]
REVALIDATE_ALWAYS = "public, max-age=0, must-revalidate"
"""The ``Cache-Control`` of what is the same for every reader: every cache revalidates before each use."""
ETAG = re.compile(r'"[^"]*"')
PART_BYTES = 2**16
RETRY_AFTER_SECONDS = "5"
BEING_MADE = b"This file is being made, because something has changed. Try again in a few seconds.\n"


class PublishedFiles:
    """A WSGI application that sends files where it can, and otherwise calls ``application``."""

    def __init__(self, application: making.Application) -> None:
        """Wrap ``application``."""
        self.application = application
        own = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        self.own_scheme, self.own_host = own.scheme, own.netloc.lower()
        self.follows = False

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        """Answer one request. Cookies are ignored where there is a file: it is the same for everybody."""
        name = self._name(environ)
        if not name:
            return self.application(environ, start_response)
        if not self.follows:  # at the first request: this process may be of another release
            self.follows = True
            editions.follow_if_possible()
        body = _send(folder.current_link(), name, environ, start_response)
        if body is not None:
            return body
        try:
            made = making.make(self.application, name)
        except making.BeingMadeError:
            if not name.endswith("/"):
                return _being_made(start_response)
            made = None  # a page takes a moment: nobody is sent away for it
        if isinstance(made, making.Answer):
            start_response(made.status, made.headers)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [made.body]
        body = _send(made, name, environ, start_response) if made else None
        return self.application(environ, start_response) if body is None else body

    def _name(self, environ: Environ) -> str:
        """Return the address whose file answers; empty if none does."""
        name: str = environ.get("PATH_INFO", "")
        query = environ.get("QUERY_STRING", "")
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or (query and strip_tracking_parameters(query))
            or environ.get("HTTP_HOST", "").lower() != self.own_host
            or _scheme(environ) != self.own_scheme
            or environ.get("RAW_URI", name).partition("?")[0] != name
            or not making.is_published(name)
            or not folder.is_used()
        ):
            return ""
        return name


def _scheme(environ: Environ) -> str:
    scheme: str = environ["wsgi.url_scheme"]
    return environ.get("HTTP_X_FORWARDED_PROTO", scheme) if settings.TRUSTED_PROXY else scheme


def _send(edition: Path, name: str, environ: Environ, start_response: Callable) -> Iterable[bytes] | None:
    """Send the file for ``name``, as nginx would; return ``None`` if it is not there."""
    path = os.fspath(folder.file_path(edition, name))
    for encoding in accepted_encodings(environ.get("HTTP_ACCEPT_ENCODING", "")):
        try:
            file = open(path + SUFFIXES[encoding], "rb")  # noqa: PTH123, SIM115 -- every request comes here
            break
        except OSError:
            continue
    else:
        return None
    try:
        own_headers = _read_headers(folder.headers_path(edition, name).read_bytes())
    except OSError:  # the edition has just gone
        file.close()
        return None
    found = os.fstat(file.fileno())
    modified = int(found.st_mtime)
    etag, last_modified = f'"{modified:x}-{found.st_size:x}"', formatdate(modified, usegmt=True)
    headers = [
        *own_headers,
        ("Cache-Control", REVALIDATE_ALWAYS),
        ("Vary", "Accept-Encoding"),
        ("ETag", etag),
        ("Last-Modified", last_modified),
    ]
    if _is_known(environ, etag, last_modified):
        file.close()
        kept = [each for each in headers if not each[0].lower().startswith("content-")]
        start_response("304 Not Modified", kept)
        return []
    if encoding:
        headers.append(("Content-Encoding", encoding))
    start_response("200 OK", [*headers, ("Content-Length", str(found.st_size))])
    if environ["REQUEST_METHOD"] == "HEAD":
        file.close()
        return []
    return _parts(file) if found.st_size > PART_BYTES else [_read(file)]


@lru_cache(maxsize=64)
def _read_headers(text: bytes) -> list[tuple[str, str]]:
    return [(name, value) for name, value in json.loads(text)]


def _read(file: BinaryIO) -> bytes:
    with file:
        return file.read()


def _parts(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while part := file.read(PART_BYTES):
            yield part


def _is_known(environ: Environ, etag: str, last_modified: str) -> bool:
    """Return whether the reader has this very file. A time is compared as nginx does: it must be the same."""
    if tags := environ.get("HTTP_IF_NONE_MATCH"):
        return tags.strip() == "*" or etag in ETAG.findall(tags)
    return environ.get("HTTP_IF_MODIFIED_SINCE") == last_modified


def _being_made(start_response: Callable) -> list[bytes]:
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(BEING_MADE))),
        ("Cache-Control", "no-store"),
        ("Retry-After", RETRY_AFTER_SECONDS),
        ("Access-Control-Allow-Origin", "*"),
    ]
    start_response("503 Service Unavailable", headers)
    return [BEING_MADE]
