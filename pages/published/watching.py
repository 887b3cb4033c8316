"""Keeps this host at the current edition, and makes all its files before anybody asks.

These are two threads of the worker, each with a connection of its own, so that they take no reader's
thread. The safety page and the home page come first, then what changed last, then the rest.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.apps import apps
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from pages.core.outages import DATABASE, PUBLISHED_DISK, FailingWork

from . import editions, folder, making
from .models import Edition

SITEMAP = "/sitemap.xml"
NICENESS = 10
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SECONDS_BETWEEN_LINES = 10


def fill(edition: Edition) -> bool:
    """Make the files of ``edition``; return whether it was still the current one at the end."""
    # Readers come first, also for the processor: on Linux this holds for the thread alone.
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
    application = WSGIHandler()
    edition_folder = folder.root() / str(edition)
    begun_at = told_at = time.monotonic()
    first = list(_first_names())
    for name in first:
        making.make(application, name)
    names = list(dict.fromkeys([*first, *_other_names(application, edition_folder)]))
    for number, name in enumerate(names):
        if editions.settled() != edition:
            return False
        if not folder.file_path(edition_folder, name).exists():
            making.make(application, name)
        folder.note_progress(edition_folder, number + 1, len(names))
        if time.monotonic() - told_at > SECONDS_BETWEEN_LINES:
            told_at = time.monotonic()
            logger.info("Edition %s: %s of %s files are made", edition, number + 1, len(names))
    folder.forget_withdrawn()
    seconds = time.monotonic() - begun_at
    logger.info("Edition %s: all %s files are made after %.1f s", edition, len(names), seconds)
    return editions.settled() == edition


def _first_names() -> Iterator[str]:
    safety_page = apps.get_model("content.SafetyPage").objects.live().first()
    if safety_page and (address := safety_page.get_url()):
        yield urlsplit(address).path
    yield "/"


def _other_names(application: WSGIHandler, edition_folder: Path) -> Iterator[str]:
    yield from _pages_by_last_change(application, edition_folder)
    yield from settings.PUBLISHED_FILES
    yield from _known_names()


def _pages_by_last_change(application: WSGIHandler, edition_folder: Path) -> list[str]:
    """Return the addresses that the sitemap lists, the last changed first."""
    making.make(application, SITEMAP)
    try:
        listed = ElementTree.parse(folder.file_path(edition_folder, SITEMAP))  # noqa: S314 -- our own
    except (OSError, ElementTree.ParseError):
        return []
    found = [
        (each.findtext(f"{NAMESPACE}lastmod", ""), urlsplit(each.findtext(f"{NAMESPACE}loc", "")).path)
        for each in listed.iterfind(f"{NAMESPACE}url")
    ]
    return [path for _, path in sorted(found, key=lambda each: each[0], reverse=True) if path]


def _known_names() -> Iterator[str]:
    """Yield the addresses of which there ever was a file that is not forgotten."""
    files = folder.root() / folder.KNOWN / folder.FILES
    for path in files.rglob("*") if files.exists() else ():
        name = f"/{path.relative_to(files)}".removesuffix("index.html")
        if making.is_published(name):
            yield name


SECONDS_BETWEEN_LOOKS = 0.5
SHOWN_WITHOUT_DATABASE_SECONDS = 24 * 60 * 60

logger = logging.getLogger(__name__)
_edition = FailingWork("the edition", "Editors see changes and readers do not")
_files = FailingWork("published files", "Pages are made when they are asked for")
_newest: list[Edition] = []
_wake = threading.Event()


def start() -> None:
    """Watch from now on until the process ends."""
    if folder.is_used():
        for work in (_watch, _fill):
            threading.Thread(target=work, name=work.__name__, daemon=True).start()


def look() -> Edition | None:
    """Let this host show the current edition; without the database, what it shows for a day at most."""
    if not folder.is_used():
        return None
    try:
        edition = editions.follow()
    except (DatabaseError, InterfaceError) as error:
        DATABASE.note_failure(error)
        connection.close()
        if time.time() - folder.last_look() > SHOWN_WITHOUT_DATABASE_SECONDS:
            folder.hide()
        return None
    except OSError as error:
        PUBLISHED_DISK.note_failure(error)
        return None
    DATABASE.note_success()
    return edition


def _watch() -> None:
    pause = threading.Event()  # never set
    while not pause.wait(SECONDS_BETWEEN_LOOKS):
        if edition := _safely(_edition, look):
            _newest[:] = [edition]
            _wake.set()


def _fill() -> None:
    filled: Edition | None = None
    while True:
        _wake.wait()
        _wake.clear()
        if (edition := _newest[0]) != filled and _safely(_files, partial(fill, edition)):
            filled = edition


def _safely[Result](work: FailingWork, step: Callable[[], Result]) -> Result | None:
    close_old_connections()
    try:
        result = step()
    except (DatabaseError, InterfaceError) as error:
        DATABASE.note_failure(error)
    except Exception as error:
        work.note_failure(error, with_traceback=True)
    else:
        work.note_success()
        return result
    return None
