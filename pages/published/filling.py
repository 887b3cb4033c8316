"""Makes all files of an edition before anybody asks.

The safety page and the home page come first, then what changed last, then the rest. It runs in the worker, so
that it takes no reader's thread.
"""

import logging
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.apps import apps
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from . import editions, folder, making
from .models import Edition

SITEMAP = "/sitemap.xml"
NICENESS = 10
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SECONDS_BETWEEN_LINES = 10

logger = logging.getLogger(__name__)


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
