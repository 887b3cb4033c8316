"""Sends published files from within the server process, and makes those that are missing.

Without nginx it is all that stands before Django. Behind nginx it gets the requests for which there is no
file.
"""

import json
import os
import re
from collections.abc import Callable, Iterable
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import FileWrapper

from django.conf import settings

from . import editions, folder, making
from .folder import SUFFIXES, accepted_encodings

TRACKING_PARAMETER = re.compile(r"(?:utm_[^=&]*|fbclid|gclid|msclkid|mc_[^=&]*)(?:=[^&]*)?(?:&|$)")


def strip_tracking_parameters(query: str) -> str:
    if not query:
        return query
    return "&".join(
        parameter
        for parameter in query.split("&")
        if parameter and not TRACKING_PARAMETER.fullmatch(parameter)
    )


Environ = dict[str, Any]
Found = tuple[str, str, str, int, list[tuple[str, str]]]
"""Path, ``ETag``, ``Last-Modified``, size and headers of a file."""
REVALIDATE_ALWAYS = "public, max-age=0, must-revalidate"
"""The ``Cache-Control`` of what is the same for every reader: every cache revalidates before each use."""
ETAG = re.compile(r'"[^"]*"')
PART_BYTES = 2**16
RETRY_AFTER_SECONDS = "5"
BEING_MADE = b"This file is being made, because something has changed. Try again in a few seconds.\n"


class PublishedFiles:
    """A WSGI application that sends files where it can, and otherwise calls ``application``."""

    def __init__(self, application: making.Application) -> None:
        self.application = application
        own = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        self.own_scheme, self.own_host = own.scheme, own.netloc.lower()
        self.follows = False
        self.link = str(folder.current_link()) if folder.is_used() else ""

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        """Answer one request. Cookies are ignored where there is a file: it is the same for everybody."""
        name = self._name(environ)
        if not name:
            return self.application(environ, start_response)
        if not self.follows:  # at the first request: this process may be of another release
            self.follows = True
            editions.follow_if_possible()
        try:
            shown = os.readlink(self.link)  # noqa: PTH115 -- every request comes here
        except OSError:
            shown = ""
        body = _send(shown, name, environ, start_response) if shown else None
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
        body = _send(str(made), name, environ, start_response) if made else None
        return self.application(environ, start_response) if body is None else body

    def _name(self, environ: Environ) -> str:
        """Return the address whose file answers; empty if none does."""
        name: str = environ.get("PATH_INFO", "")
        query = environ.get("QUERY_STRING", "")
        scheme = environ["wsgi.url_scheme"]
        if settings.TRUSTED_PROXY:
            scheme = environ.get("HTTP_X_FORWARDED_PROTO", scheme)
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or (query and strip_tracking_parameters(query))
            or environ.get("HTTP_HOST", "").lower() != self.own_host
            or scheme != self.own_scheme
            or environ.get("RAW_URI", name).partition("?")[0] != name
            or not making.is_published(name)
            or not self.link
        ):
            return ""
        return name


def _send(edition: str, name: str, environ: Environ, start_response: Callable) -> Iterable[bytes] | None:
    """Send the file for ``name``, as nginx would; return ``None`` if it is not there."""
    try:
        path, etag, last_modified, size, headers = _found(
            edition, name, environ.get("HTTP_ACCEPT_ENCODING", "")
        )
        if _is_known(environ, etag, last_modified):
            kept = [each for each in headers if not each[0].lower().startswith("content-")]
            start_response("304 Not Modified", kept)
            return []
        file = open(path, "rb")  # noqa: PTH123, SIM115 -- every request comes here
    except OSError:  # it is not there, or the edition has just gone
        return None
    start_response("200 OK", list(headers))
    if environ["REQUEST_METHOD"] == "HEAD":
        file.close()
        return []
    if size > PART_BYTES:
        return FileWrapper(file, PART_BYTES)
    with file:
        return [file.read()]


@lru_cache(maxsize=2048)
def _found(edition: str, name: str, accept_encoding: str) -> Found:
    """Return what is known of a file, which never changes in an edition. ``OSError``: it is not there."""
    plain = os.fspath(folder.file_path(Path(edition), name))
    encodings = accepted_encodings(accept_encoding)
    encoding = next((each for each in encodings if os.path.exists(plain + SUFFIXES[each])), "")  # noqa: PTH110
    path = plain + SUFFIXES[encoding]
    stat = os.stat(path)  # noqa: PTH116
    modified = int(stat.st_mtime)
    etag, last_modified = f'"{modified:x}-{stat.st_size:x}"', formatdate(modified, usegmt=True)
    headers = [
        *map(tuple, json.loads(folder.headers_path(Path(edition), name).read_bytes())),
        ("Cache-Control", REVALIDATE_ALWAYS),
        ("Vary", "Accept-Encoding"),
        ("ETag", etag),
        ("Last-Modified", last_modified),
        *([("Content-Encoding", encoding)] if encoding else []),
        ("Content-Length", str(stat.st_size)),
    ]
    return path, etag, last_modified, stat.st_size, headers


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
