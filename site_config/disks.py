"""How full the disks of this host are.

One that hangs, such as a mounted one, keeps nobody waiting.
"""

import os
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

PATIENCE_SECONDS = 2.0
"""How long a disk is waited for."""
POSTGRESQL = Path("/var/lib/postgresql")
"""Where Debian keeps the database, if it runs on this host."""


class DiskHangsError(OSError):
    """A disk does not answer."""


class _Question(threading.Thread):
    """Asks a disk something. A thread that hangs cannot be ended: it is left alone."""

    def __init__(self, ask: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self.ask = ask
        self.answer: Any = None
        self.error: OSError | None = None

    def run(self) -> None:
        try:
            self.answer = self.ask()
        except OSError as error:
            self.error = error


_questions: dict[str, _Question] = {}
_lock = threading.Lock()


def ask_in_time[Answer](name: str, ask: Callable[[], Answer]) -> Answer:
    """Return what ``ask`` returns; raise ``DiskHangsError`` if it takes longer than ``PATIENCE_SECONDS``.

    Who asks by the same ``name`` while an earlier question hangs waits for that one: a
    disk that hangs holds one thread, however often it is asked.
    """
    with _lock:
        question = _questions.get(name)
        if not question or not question.is_alive():
            question = _Question(ask)
            _questions[name] = question
            question.start()
    question.join(PATIENCE_SECONDS)
    if question.is_alive():
        raise DiskHangsError(
            f"{name} does not answer within {PATIENCE_SECONDS:g} seconds."
        )
    if question.error:
        raise question.error
    answer: Answer = question.answer
    return answer


def places() -> dict[str, Path]:
    """Return the folders on whose disks the site depends, by what they are for."""
    return {
        "system": Path("/"),
        "data": settings.DATA_DIR,
        "backups": settings.BACKUP_DIR,
        "published files": Path(settings.PUBLISHED_DIR or "/"),
        "database": POSTGRESQL,
    }


def free_parts() -> dict[str, float]:
    """Return the free part of each disk that is there, of its bytes or its inodes, whichever is less.

    It is 0 for a disk that hangs.
    """
    parts = {}
    for name, place in places().items():
        question = partial(free_part, place)
        try:
            free = ask_in_time(f"The disk of the {name} ({place})", question)
        except DiskHangsError:
            free = 0.0
        except FileNotFoundError:
            continue
        parts[name] = free
    return parts


def free_part(place: Path) -> float:
    """Return which part of the disk with ``place`` is free, of its bytes or its inodes, whichever is less."""
    usage = os.statvfs(place)
    parts = []
    if usage.f_blocks:
        parts.append(usage.f_bavail / usage.f_blocks)
    # Some file systems count no inodes.
    if usage.f_files:
        parts.append(usage.f_favail / usage.f_files)
    return min(parts, default=1.0)
