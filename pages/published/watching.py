"""Keeps this host at the current edition: two threads of the worker, each with a connection of its own."""

import threading
import time
from collections.abc import Callable
from functools import partial

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from pages.core.outages import DATABASE, PUBLISHED_DISK, FailingWork

from . import editions, filling, folder
from .models import Edition

SECONDS_BETWEEN_LOOKS = 0.5
SHOWN_WITHOUT_DATABASE_SECONDS = 24 * 60 * 60

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
        if (edition := _newest[0]) != filled and _safely(_files, partial(filling.fill, edition)):
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
