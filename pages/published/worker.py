"""Keeps this host at the current edition, and makes all its files before anybody asks.

These are two threads of the worker, each with a connection of its own, so that they
take no reader's thread. The safety page and the home page come first, then what changed
last, then the rest.
"""

import logging
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from operator import itemgetter
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import Error, close_old_connections

from pages.core.outages import DATABASE, PUBLISHED_DISK, FailingWork

from . import editions, folder, serving
from .models import Edition

SITEMAP = "/sitemap.xml"
NICENESS = 10
LISTED = re.compile(r"<loc>([^<]+)</loc>\s*(?:<lastmod>([^<]+))?")
FILES_BETWEEN_LINES = 500
SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_BEFORE_NEXT_FILLING = 30
SHOWN_WITHOUT_DATABASE_SECONDS = 24 * 60 * 60

logger = logging.getLogger(__name__)
_seen: dict[str, Edition | None] = {}
"""The edition that the last look found to be ``current``, and the last one that was ``filled``."""


def start() -> None:
    """Watch and fill from now on until the process ends."""
    for step, work in (
        (poll, FailingWork("the edition", "Editors see changes and readers do not")),
        (
            prewarm,
            FailingWork("published files", "Pages are made when they are asked for"),
        ),
    ):
        if settings.PUBLISHED_DIR:
            threading.Thread(target=_repeat, args=(step, work), daemon=True).start()


def _repeat(step: Callable[[], object], work: FailingWork) -> None:
    while True:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        close_old_connections()
        try:
            step()
        except Error as error:
            DATABASE.note_failure(error)
        except Exception as error:
            work.note_failure(error, with_traceback=True)
        else:
            work.note_success()


def poll() -> Edition | None:
    """Let this host show the current edition; without the database, what it shows for a day at most."""
    edition = editions.activate()
    if edition:
        DATABASE.note_success()
    elif (
        settings.PUBLISHED_DIR
        and time.time() - folder.last_seen_current() > SHOWN_WITHOUT_DATABASE_SECONDS
    ):
        folder.hide()
    _seen["current"] = (
        edition  # without one, what is being filled now may have gaps: it begins again
    )
    return edition


def prewarm() -> None:
    """Make the files of the current edition, if that has not been done.

    While one follows the other, none would be filled in time: readers have the files of
    the recent ones.
    """
    edition = _seen.get("current")
    if not edition or not edition.has_begun or edition == _seen.get("filled"):
        return
    if not editions.changes_often(edition) and fill(edition):
        _seen["filled"] = edition


def fill(edition: Edition) -> bool:
    """Make the files of ``edition``; return whether all were, and it was still the current one at the end."""
    # Readers come first, also for the processor: on Linux this holds for the thread
    # alone.
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
    application = WSGIHandler()
    begun_at = time.monotonic()
    made = 0
    unwritten = 0
    for made, name in enumerate(_names(edition), 1):
        if _seen.get("current") != edition:
            return False
        failures = PUBLISHED_DISK.failures
        serving.make(application, name)
        unwritten += PUBLISHED_DISK.failures > failures
        if made % FILES_BETWEEN_LINES == 0:
            logger.info("Edition %s: %s files are made", edition, made)
    folder.forget_old_editions(edition)
    if unwritten:  # they are made for each reader meanwhile
        logger.warning(
            "Edition %s: %s of %s files could not be written", edition, unwritten, made
        )
        editions.activate(is_filled=True)
        time.sleep(SECONDS_BEFORE_NEXT_FILLING)
        return False
    folder.forget_withdrawn()
    logger.info(
        "Edition %s: all %s files are made after %.1f s",
        edition,
        made,
        time.monotonic() - begun_at,
    )
    return editions.activate(is_filled=True) == edition


def _names(edition: Edition) -> Iterator[str]:
    """Yield the addresses of all files, also of those that there were before, in the order to make them."""
    safety_page = apps.get_model("content.SafetyPage").objects.live().first()
    first = [urlsplit(safety_page.get_url() or "/").path] if safety_page else []
    first += ["/", SITEMAP]
    yield from first
    listed = []
    known = folder.root() / folder.KNOWN / folder.FILES
    with suppress(OSError):
        sitemap = folder.file_path(folder.root() / str(edition), SITEMAP).read_text()
        listed = sorted(LISTED.findall(sitemap), key=itemgetter(1), reverse=True)
    others = [urlsplit(address).path for address, _ in listed] + list(
        settings.PUBLISHED_FILES
    )
    others += [
        f"/{path.relative_to(known)}".removesuffix("index.html")
        for path in known.rglob("*")
    ]
    for address in dict.fromkeys(others):
        if address not in first and serving.is_published(address):
            yield address
