"""Makes the file of an address, from a request of its own: nothing of a reader's request can get into it.

A file is kept only if its edition was the current one before the request and still is after it. So it holds
what that edition shows and nothing newer, and two hosts never give one name to two versions.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from zlib import crc32

from django.conf import settings
from django.db import DatabaseError
from django.test import RequestFactory

from pages.core.outages import DATABASE, PUBLISHED_DISK

from . import editions, folder

Application = Callable[[dict[str, Any], Callable], Iterable[bytes]]
SAME_FOR_ALL = "pages.published.same_for_all"
"""By this a request that makes a file tells, in its environment, whether all readers get the same answer."""
PUBLISHED_ADDRESS = re.compile(r"/(?:[A-Za-z0-9_-]{1,200}/){0,12}|/brand/[0-9a-f]{6}\.css")
"""Addresses of pages, and of the style of the force's colour. nginx has the same rule."""
OF_EACH_ANSWER = {
    *("cache-control", "vary", "etag", "last-modified", "expires", "date"),
    *("content-length", "content-encoding"),
}
"""Headers that are not stored with a file, because each answer has its own."""
MOST_REMEMBERED = 1000

_threads = BoundedSemaphore(2)
"""Those of a process that make a file or wait for one. The others answer all other requests."""
_no_files: set[tuple[str, str]] = set()
"""Addresses whose answers differ from reader to reader, with the edition in which they do."""


class Answer(NamedTuple):
    """An answer that is the same for every reader and no file, such as a redirect."""

    status: str
    headers: folder.Headers
    body: bytes


_PLEASE_WAIT = b"This file is being made, because something has changed. Try again in a few seconds.\n"
BEING_MADE = Answer(
    "503 Service Unavailable",
    [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(_PLEASE_WAIT))),
        ("Cache-Control", "no-store"),
        ("Retry-After", "5"),
        ("Access-Control-Allow-Origin", "*"),
    ],
    _PLEASE_WAIT,
)


def is_published(name: str) -> bool:
    """Return whether the answer at the address ``name`` may be a file."""
    return bool(PUBLISHED_ADDRESS.fullmatch(name)) or name in settings.PUBLISHED_FILES


def make(application: Application, name: str) -> Path | Answer | None:
    """Make the file for ``name``; return the folder of its edition, or an answer that is no file.

    ``None``: the answer differs from reader to reader, or no file can be made now. While enough threads of
    this process make files, a page is no file, since it takes a moment; who asks for data has to wait.
    """
    if not _threads.acquire(blocking=False):
        return None if name.endswith("/") else BEING_MADE
    try:
        edition = editions.current()
        edition_folder = folder.root() / str(edition)
        if (edition.token, name) in _no_files:
            return None
        with folder.only_one(f"making-{crc32(name.encode()) % 64}"):
            if folder.file_path(edition_folder, name).exists():
                return edition_folder
            return _make(application, name, edition, edition_folder)
    except DatabaseError as error:
        DATABASE.note_failure(error)
    except OSError as error:
        PUBLISHED_DISK.note_failure(error)
    finally:
        _threads.release()
    return None


def _make(
    application: Application, name: str, edition: editions.Edition, edition_folder: Path
) -> Path | Answer | None:
    environ = own_request(name)
    started: list[tuple[str, folder.Headers]] = []
    with ExitStack() as stack:
        response = application(environ, lambda status, headers, *_: started.append((status, headers)))
        stack.callback(getattr(response, "close", list))
        if not environ.get(SAME_FOR_ALL):
            if len(_no_files) >= MOST_REMEMBERED:
                _no_files.clear()
            _no_files.add((edition.token, name))
            return None
        [(status, sent)] = started
        if not status.startswith("200"):
            return Answer(status, sent, b"".join(response))
        headers = [each for each in sent if each[0].lower() not in OF_EACH_ANSWER]
        written = stack.enter_context(folder.written(edition_folder, response))
        if editions.settled() != edition:
            return None
        folder.place(edition_folder, name, written, headers, edition.second)
    PUBLISHED_DISK.note_success()
    return edition_folder


def own_request(name: str) -> dict[str, Any]:
    """Return a request for ``name`` at the site's own address, without cookies and other headers."""
    own = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    request = RequestFactory().get(name, headers={"host": own.netloc}, secure=own.scheme == "https")
    return {**request.environ, SAME_FOR_ALL: False}
