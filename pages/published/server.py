"""Sends published files from within the server process, and makes those that are missing.

Without nginx it is all that stands before Django. Behind nginx it gets the requests for which there is no
file.
"""

import json
import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import FileWrapper

from django.conf import settings

from . import editions, folder, making
from .folder import SUFFIXES

Environ = dict[str, Any]
TRACKING_QUERY = re.compile(r"(?:(?:utm_[^=&]*|fbclid|gclid|msclkid|mc_[^=&]*)(?:=[^&]*)?(?:&|$)|&)*")
"""A query that tells where a reader came from, and nothing else. nginx has the same rule."""
REFUSED_ENCODING = re.compile(r"\b(?:br|gzip)\s*;\s*q=0(?:\.0*)?\s*(?:,|$)")
PART_BYTES = 2**16
REVALIDATE_ALWAYS = "public, max-age=0, must-revalidate"
"""The ``Cache-Control`` of what is the same for every reader: every cache revalidates before each use."""


class PublishedFiles:
    """A WSGI application that sends files where it can, and otherwise calls ``application``."""

    def __init__(self, application: making.Application) -> None:
        self.application = application
        own = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        self.own_scheme, self.own_host = own.scheme, own.netloc.lower()
        self.follows = False
        self.link = str(folder.current_link()) if settings.PUBLISHED_DIR else ""

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        """Answer one request. Cookies are ignored where there is a file: it is the same for everybody."""
        name = environ.get("PATH_INFO", "")
        if not self.link or not self._may_be_file(name, environ):
            return self.application(environ, start_response)
        if not self.follows:  # at the first request: this process may be of another release
            self.follows = True
            editions.follow_if_possible()
        with suppress(OSError):  # without a link nothing is shown
            shown = os.readlink(self.link)  # noqa: PTH115 -- every request comes here
            if (body := _send(shown, name, environ, start_response)) is not None:
                return body
        made = making.make(self.application, name)
        if isinstance(made, making.Answer):
            start_response(made.status, made.headers)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [made.body]
        body = _send(str(made), name, environ, start_response) if made else None
        return self.application(environ, start_response) if body is None else body

    def _may_be_file(self, name: str, environ: Environ) -> bool:
        scheme = environ["wsgi.url_scheme"]
        if settings.TRUSTED_PROXY:
            scheme = environ.get("HTTP_X_FORWARDED_PROTO", scheme)
        return bool(
            environ["REQUEST_METHOD"] in ("GET", "HEAD")
            and TRACKING_QUERY.fullmatch(environ.get("QUERY_STRING", ""))
            and environ.get("HTTP_HOST", "").lower() == self.own_host
            and scheme == self.own_scheme
            and environ.get("RAW_URI", name).partition("?")[0] == name
            and making.is_published(name)
        )


def _send(edition: str, name: str, environ: Environ, start_response: Callable) -> Iterable[bytes] | None:
    """Send the file for ``name``, as nginx would, but always whole; return ``None`` if it is not there."""
    accepted = REFUSED_ENCODING.sub("", environ.get("HTTP_ACCEPT_ENCODING", ""))
    try:
        path, headers = next(each[1:] for each in _found(edition, name) if each[0] in accepted)
        # A file of Python's asks the system more often, and each time another thread gets the turn.
        file = os.open(path, os.O_RDONLY)
    except OSError:  # it is not there, or the edition has just gone
        return None
    # A time must be the same: a later one may be of what a restored backup has not.
    known = environ.get("HTTP_IF_NONE_MATCH") or environ.get("HTTP_IF_MODIFIED_SINCE", "")
    is_known = known in ("*", headers["Last-Modified"]) or headers["ETag"] in known
    if is_known:
        headers = {name: value for name, value in headers.items() if not name.startswith("Content-")}
    start_response("304 Not Modified" if is_known else "200 OK", list(headers.items()))
    is_empty = is_known or environ["REQUEST_METHOD"] == "HEAD"
    if not is_empty and int(headers["Content-Length"]) > PART_BYTES:
        return FileWrapper(os.fdopen(file, "rb"), PART_BYTES)
    try:
        return [] if is_empty else [os.read(file, PART_BYTES)]
    finally:
        os.close(file)


@lru_cache(maxsize=2048)
def _found(edition: str, name: str) -> list[tuple[str, str, dict[str, str]]]:
    """Return encoding, path and headers of what is there of a file, which never changes in an edition."""
    plain = folder.file_path(Path(edition), name)
    plain.stat()  # where it is, all are
    stored = json.loads(folder.headers_path(Path(edition), name).read_bytes())
    found = []
    for encoding, path in (
        *((each, Path(f"{plain}{suffix}")) for each, suffix in SUFFIXES.items()),
        ("", plain),
    ):
        if encoding and not path.exists():
            continue
        stat = path.stat()
        headers = {
            **dict(stored),
            "Cache-Control": REVALIDATE_ALWAYS,
            "Vary": "Accept-Encoding",
            "ETag": f'"{int(stat.st_mtime):x}-{stat.st_size:x}"',
            "Last-Modified": formatdate(stat.st_mtime, usegmt=True),
            **({"Content-Encoding": encoding} if encoding else {}),
            "Content-Length": str(stat.st_size),
        }
        found.append((encoding, str(path), headers))
    return found
