"""Sends published files from within the server process, and makes those that are missing.

Without nginx it is all that stands before Django. Behind nginx it gets the requests for
which there is no file. A file is made from a request of its own, so that nothing of a
reader's can get into it. It is kept only if its edition was the current one before the
request and still is after it, and has begun by this host's clock: it holds what that
edition shows, nothing newer and no earlier day, and two hosts never give one name to
two versions.
"""

import os
import re
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from datetime import timedelta
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from wsgiref.util import FileWrapper
from zlib import crc32

from django.conf import settings
from django.db import Error
from django.test import RequestFactory

from pages.core.outages import DATABASE, PUBLISHED_DISK

from . import editions, folder

Environ = dict[str, Any]
Application = Callable[[Environ, Callable], Iterable[bytes]]
SAME_FOR_ALL = "pages.published.same_for_all"
"""By this a request that makes a file tells, in its environment, whether all readers get the same answer."""
PUBLISHED_ADDRESS = re.compile(
    r"/(?!(?:admin|cookies|feedback|search)/)(?:[A-Za-z0-9_-]{1,200}/){0,12}"
    r"|/brand/[0-9a-f]{6}\.css"
)
"""Addresses of pages, and of the style of the force's colour. nginx has the same rule."""
TRACKING_QUERY = re.compile(
    r"(?:(?:utm_[^=&]*|fbclid|gclid|msclkid|mc_[^=&]*)(?:=[^&]*)?(?:&|$)|&)*"
)
"""A query that tells where a reader came from, and nothing else. nginx has the same rule."""
REFUSED_ENCODING = re.compile(r"\b(?:br|gzip)\s*;\s*q=0(?:\.0*)?\s*(?:,|$)")
REVALIDATE_ALWAYS = "public, max-age=0, must-revalidate"
"""The ``Cache-Control`` of what is the same for every reader: every cache revalidates before each use."""
OF_EACH_ANSWER = {
    "cache-control",
    "vary",
    "etag",
    "last-modified",
    "expires",
    "date",
    "content-length",
    "content-encoding",
}
"""Headers that are not stored with a file, because each answer has its own."""
PART_BYTES = 2**16
KEPT_FILES = 16
"""How many files of up to ``PART_BYTES`` a process keeps in memory: a megabyte at most."""
SHOWN_FOR_SECONDS = range(2, 11)
"""How long a file may be sent after its edition while the site changes too often: each name has its own."""

_threads = BoundedSemaphore(2)
"""Those of a process that make a file or wait for one.

The others answer all other requests.
"""


class PublishedResponse(NamedTuple):
    """An answer that is the same for every reader and no file, such as a redirect."""

    status: str
    headers: folder.Headers
    body: bytes


DATA_SUFFIXES = (".csv", ".json")
BEING_MADE = PublishedResponse(
    "503 Service Unavailable",
    [
        ("Content-Type", "text/plain"),
        ("Cache-Control", "no-store"),
        ("Retry-After", "5"),
        ("Access-Control-Allow-Origin", "*"),
    ],
    b"This file is being made, because something has changed. Try again in a few seconds.\n",
)


class PublishedFiles:
    """A WSGI application that sends files where it can, and otherwise calls ``application``."""

    def __init__(self, application: Application) -> None:
        self.application = application
        own = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        self.own_scheme = own.scheme
        self.own_host = own.netloc.lower()
        self.follows = False
        self.link = str(folder.current_link()) if settings.PUBLISHED_DIR else ""

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        """Answer one request.

        Cookies are ignored where there is a file: it is the same for everybody.
        """
        name = environ.get("PATH_INFO", "")
        if not self.link or not self._may_be_file(name, environ):
            return self.application(environ, start_response)
        # Read this at the first request: the process may belong to another release.
        if not self.follows:
            self.follows = True
            editions.activate()
        with suppress(OSError):  # without a link nothing is shown
            shown = os.readlink(self.link)  # noqa: PTH115 -- every request comes here
            if (body := _send(shown, name, environ, start_response)) is not None:
                return body
        made = make(self.application, name)
        if isinstance(made, PublishedResponse):
            start_response(made.status, made.headers)
            if environ["REQUEST_METHOD"] == "HEAD":
                return []
            return [made.body]
        body = _send(str(made), name, environ, start_response) if made else None
        if body is None:
            return self.application(environ, start_response)
        return body

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
            and is_published(name)
        )


def is_published(name: str) -> bool:
    """Return True if the answer at the address ``name`` may be a file."""
    return bool(
        PUBLISHED_ADDRESS.fullmatch(name)
        or name in settings.PUBLISHED_FILES
        or re.fullmatch(settings.PUBLISHED_FILE_PATTERN, name)
    )


def _send(
    edition: str, name: str, environ: Environ, start_response: Callable
) -> Iterable[bytes] | None:
    """Send the file for ``name``, as nginx would, but always whole; return ``None`` if it is not there.

    WhiteNoise would take 1.7 times as long, and give all encodings of a file one
    version for caches.
    """
    accepted = REFUSED_ENCODING.sub("", environ.get("HTTP_ACCEPT_ENCODING", ""))
    try:
        path, headers = next(
            choice[1:] for choice in _found(edition, name) if choice[0] in accepted
        )
        is_short = int(headers["Content-Length"]) <= PART_BYTES
        # The server closes the file that FileWrapper holds.
        body = _short_content(path) if is_short else Path(path).open("rb")  # noqa: SIM115
    except OSError:  # it is not there, or the edition has just gone
        return None
    # A time must be the same: a later one may be of what a restored backup has not.
    known = environ.get("HTTP_IF_NONE_MATCH") or environ.get(
        "HTTP_IF_MODIFIED_SINCE", ""
    )
    is_known = known in ("*", headers["Last-Modified"]) or headers["ETag"] in known
    if is_known:
        headers = {
            name: value
            for name, value in headers.items()
            if not name.startswith("Content-")
        }
    status = "304 Not Modified" if is_known else "200 OK"
    start_response(status, list(headers.items()))
    is_empty = is_known or environ["REQUEST_METHOD"] == "HEAD"
    if isinstance(body, bytes):
        return [] if is_empty else [body]
    if is_empty:
        body.close()
        return []
    return FileWrapper(body, PART_BYTES)


@lru_cache(maxsize=KEPT_FILES)
def _short_content(path: str) -> bytes:
    """Return the content of the file at ``path``, which never changes.

    Each question to the system gives another thread the turn, so what is asked for
    often stays in memory.
    """
    return Path(path).read_bytes()


@lru_cache(maxsize=2048)
def _found(edition: str, name: str) -> list[tuple[str, str, dict[str, str]]]:
    """Return encoding, path and headers of what is there of a file, which never changes in an edition."""
    plain = folder.file_path(Path(edition), name)
    plain.stat()  # where it is, all are
    stored = folder.read_headers(Path(edition), name)
    files = []
    for encoding, suffix in (*folder.ENCODINGS.items(), ("", "")):
        path = folder.beside(plain, suffix)
        if not path.exists():
            continue
        stat = path.stat()
        headers = stored | {
            "Cache-Control": REVALIDATE_ALWAYS,
            "Vary": "Accept-Encoding",
            "ETag": f'"{int(stat.st_mtime):x}-{stat.st_size:x}"',
            "Last-Modified": formatdate(stat.st_mtime, usegmt=True),
            "Content-Length": str(stat.st_size),
        }
        if encoding:
            headers["Content-Encoding"] = encoding
        files.append((encoding, str(path), headers))
    return files


def make(application: Application, name: str) -> Path | PublishedResponse | None:
    """Make the file for ``name``; return the folder of its edition, or an answer that is no file.

    ``None``: the answer differs from reader to reader, or no file can be made now.
    While enough threads of this process make files, all else is no file, since it takes
    a moment; who asks for data has to wait.
    """
    try:
        edition = editions.current()
        if recent := _folder_of_recent_file(edition, name):
            return recent
        if not _threads.acquire(blocking=False):
            return BEING_MADE if name.endswith(DATA_SUFFIXES) else None
        try:
            with folder.only_one(f"making-{crc32(name.encode()) % 64}"):
                return _make(application, name, edition, folder.root() / str(edition))
        finally:
            _threads.release()
    except Error as error:
        DATABASE.note_failure(error)
    except OSError as error:
        PUBLISHED_DISK.note_failure(error)
    return None


def _folder_of_recent_file(edition: editions.Edition, name: str) -> Path | None:
    """Return the folder of an earlier edition whose file for ``name`` is recent enough to be sent."""
    # Not all files get too old at the same moment.
    longest = SHOWN_FOR_SECONDS[crc32(name.encode()) % len(SHOWN_FOR_SECONDS)]
    for earlier in editions.recent(edition, timedelta(seconds=longest)):
        earlier_folder = folder.root() / str(earlier)
        if folder.file_path(earlier_folder, name).exists():
            return earlier_folder
    return None


def _make(
    application: Application, name: str, edition: editions.Edition, edition_folder: Path
) -> Path | PublishedResponse | None:
    if folder.file_path(edition_folder, name).exists():
        return edition_folder
    if not edition.has_begun:
        return None
    environ = own_request(name)
    started: list[tuple[str, folder.Headers]] = []
    answer: Any = application(
        environ, lambda status, headers, *_: started.append((status, headers))
    )
    with closing(answer) as response:
        if not environ.get(SAME_FOR_ALL):
            return None
        [(status, sent)] = started
        if not status.startswith("200"):
            return PublishedResponse(status, sent, b"".join(response))
        headers = [header for header in sent if header[0].lower() not in OF_EACH_ANSWER]
        with folder.written(edition_folder, response) as file:
            if editions.current_if_begun() != edition:
                return None
            folder.place(edition_folder, name, file, headers, edition.second)
    PUBLISHED_DISK.note_success()
    return edition_folder


def own_request(name: str) -> Environ:
    """Return a request for ``name`` at the site's own address, without cookies and other headers."""
    own = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    request = RequestFactory().get(
        name, headers={"host": own.netloc}, secure=own.scheme == "https"
    )
    return {**request.environ, SAME_FOR_ALL: False}
