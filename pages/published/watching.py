"""Keeps this host at the current edition, and makes all its files before anybody asks.

These are two threads of the worker, each with a connection of its own, so that they take no reader's
thread. The safety page and the home page come first, then what changed last, then the rest.
"""

import logging
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, InterfaceError, close_old_connections

from pages.core.outages import DATABASE, FailingWork

from . import editions, folder, making
from .models import Edition

SITEMAP = "/sitemap.xml"
NICENESS = 10
LISTED = re.compile(r"<loc>([^<]+)</loc>\s*(?:<lastmod>([^<]+))?")
SECONDS_BETWEEN_LINES = 10
SECONDS_BETWEEN_LOOKS = 0.5
SHOWN_WITHOUT_DATABASE_SECONDS = 24 * 60 * 60

logger = logging.getLogger(__name__)
_filled: list[Edition] = []


def start() -> None:
    """Watch and fill from now on until the process ends."""
    for step, work in (
        (look, FailingWork("the edition", "Editors see changes and readers do not")),
        (fill_next, FailingWork("published files", "Pages are made when they are asked for")),
    ):
        if settings.PUBLISHED_DIR:
            threading.Thread(target=_repeat, args=(step, work), daemon=True).start()


def _repeat(step: Callable[[], object], work: FailingWork) -> None:
    pause = threading.Event()  # never set
    while not pause.wait(SECONDS_BETWEEN_LOOKS):
        close_old_connections()
        try:
            step()
        except (DatabaseError, InterfaceError) as error:
            DATABASE.note_failure(error)
        except Exception as error:
            work.note_failure(error, with_traceback=True)
        else:
            work.note_success()


def look() -> Edition | None:
    """Let this host show the current edition; without the database, what it shows for a day at most."""
    if edition := editions.follow_if_possible():
        DATABASE.note_success()
    elif settings.PUBLISHED_DIR and time.time() - folder.last_look() > SHOWN_WITHOUT_DATABASE_SECONDS:
        folder.hide()
    return edition


def fill_next() -> None:
    """Make the files of the current edition, if that has not been done."""
    if (edition := editions.settled()) and edition not in _filled and fill(edition):
        _filled[:] = [edition]


def fill(edition: Edition) -> bool:
    """Make the files of ``edition``; return whether it was still the current one at the end."""
    # Readers come first, also for the processor: on Linux this holds for the thread alone.
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
    application = WSGIHandler()
    edition_folder = folder.root() / str(edition)
    begun_at = told_at = time.monotonic()
    first = list(_first_names())
    for name in (*first, SITEMAP):
        making.make(application, name)
    known = (*_pages_by_last_change(edition_folder), *settings.PUBLISHED_FILES, *_known_names())
    names = list(dict.fromkeys([*first, *known]))
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
    return editions.settled() == edition and editions.follow(is_filled=True) == edition


def _first_names() -> Iterator[str]:
    safety_page = apps.get_model("content.SafetyPage").objects.live().first()
    if safety_page and (address := safety_page.get_url()):
        yield urlsplit(address).path
    yield "/"


def _pages_by_last_change(edition_folder: Path) -> list[str]:
    """Return the addresses that the sitemap lists, the last changed first."""
    with suppress(OSError):
        listed = LISTED.findall(folder.file_path(edition_folder, SITEMAP).read_text())
        return [urlsplit(address).path for address, _ in sorted(listed, key=itemgetter(1), reverse=True)]
    return []


def _known_names() -> Iterator[str]:
    """Yield the addresses of which there ever was a file that is not forgotten."""
    files = folder.root() / folder.KNOWN / folder.FILES
    for path in files.rglob("*"):
        name = f"/{path.relative_to(files)}".removesuffix("index.html")
        if making.is_published(name):
            yield name
