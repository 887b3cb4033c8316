"""Large responses that are the same for every reader: made once a change, kept as files, sent from them.

Each machine keeps its own in ``MADE_FILES``, whatever caches stand in front. A file holds as long as a page
would in a cache: until something that it shows changes, or until the moment that was recorded.
"""

import fcntl
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, cast

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from pages.core.outages import DATA_DISK

from .encodings import COMPRESSORS, IDENTITY, choose_encoding, encode_body
from .models import Invalidation
from .public_response import PublicResponse
from .response_recorder import ResponseRecord, current_record

CHUNK_BYTES = 2**16
KEPT_FOR_READERS_SECONDS = 10 * 60
"""A file that was replaced stays so long for those who are just reading it."""
MAX_THREADS = 2
"""The threads of a process that make a file or wait for one. The others answer all other requests."""

TIMES = ("started_at", "next_change", "last_change")

_threads = BoundedSemaphore(MAX_THREADS)


class BeingMadeError(Exception):
    """The file is being made, and enough requests wait for it."""


@dataclass
class MadeFile:
    """A file in all its encodings, and what is known of it."""

    folder: Path
    digest: str
    sizes: dict[str, int]
    """The length in each encoding in which it is kept."""
    keys: list[str]
    started_at: datetime
    next_change: datetime | None
    last_change: datetime | None

    def path(self, encoding: str) -> Path:
        """Return the path of the bytes in ``encoding``."""
        return self.folder / f"{self.digest}.{encoding or 'identity'}"

    def holds(self) -> bool:
        """Return whether nothing that it shows has changed since it was begun."""
        if not settings.KEEP_MADE_FILES:
            return False
        if self.next_change and self.next_change <= timezone.now():
            return False
        return not Invalidation.objects.filter(key__in=self.keys, at__gte=self.started_at).exists()

    def record_what_it_shows(self, record: ResponseRecord) -> None:
        """Record what the response shows that sends this file."""
        record.other_keys.update(self.keys)
        if self.next_change:
            record.record_next_change(self.next_change)
        if self.last_change:
            record.record_last_change(self.last_change)


def read_or_make(name: str, make: Callable[[], str]) -> MadeFile | str:
    """Return the file ``name``; if there is none that holds, ``make`` returns its text.

    Of all processes on this machine one makes it, and few wait. Raises ``BeingMadeError`` for all others.
    Where no file can be written, as on a full disk, return the text itself.
    """
    record = current_record() or ResponseRecord()
    folder = settings.MADE_FILES / name
    made = _read(folder)
    if made is None or not made.holds():
        with _only_maker(folder):
            made = _read(folder)
            if made is None or not made.holds():
                return _make(folder, make, record)
    made.record_what_it_shows(record)
    return made


@contextmanager
def _only_maker(folder: Path) -> Iterator[None]:
    """Wait until nobody else makes a file in ``folder``; on a disk without room for the lock, do not wait."""
    if not _threads.acquire(blocking=False):
        raise BeingMadeError
    try:
        with ExitStack() as stack:
            with suppress(OSError):
                folder.mkdir(parents=True, exist_ok=True)
                lock = stack.enter_context((folder / "lock").open("w"))
                fcntl.flock(lock, fcntl.LOCK_EX)  # until it is closed, however the process ends
            yield
    finally:
        _threads.release()


def _read(folder: Path) -> MadeFile | None:
    try:
        known = json.loads((folder / "made.json").read_text())
    except FileNotFoundError:
        return None
    times = {name: parse_datetime(known.pop(name) or "") for name in TIMES}
    made = MadeFile(folder=folder, **known, **cast("dict[str, Any]", times))
    return made if all(made.path(encoding).exists() for encoding in made.sizes) else None


def _make(folder: Path, make: Callable[[], str], record: ResponseRecord) -> MadeFile | str:
    text = make()
    body = text.encode()
    made = MadeFile(
        folder,
        hashlib.sha256(body).hexdigest()[:32],
        {},
        sorted(record.keys),
        record.started_at,
        # What depends on the reader holds for nobody else.
        record.started_at if record.depends_on_reader else record.next_change,
        record.last_change,
    )
    try:
        _store(made, body)
    except OSError as error:
        DATA_DISK.note_failure(error)
        return text
    DATA_DISK.note_success()
    return made


def _store(made: MadeFile, body: bytes) -> None:
    for encoding in (IDENTITY, *COMPRESSORS):
        encoded = encode_body(body, encoding) if encoding else body
        if encoded is not None:
            _replace(made.path(encoding), encoded)
            made.sizes[encoding] = len(encoded)
    known = {"digest": made.digest, "sizes": made.sizes, "keys": made.keys}
    times = {name: str(getattr(made, name) or "") for name in TIMES}
    _replace(made.folder / "made.json", json.dumps({**known, **times}).encode())
    _delete_replaced_files(made)


def _replace(path: Path, content: bytes) -> None:
    """Write ``path`` so that nobody ever reads half of it."""
    unfinished = path.with_suffix(".unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def _delete_replaced_files(made: MadeFile) -> None:
    for path in made.folder.glob("*.*"):
        is_old = path.stat().st_mtime < time.time() - KEPT_FOR_READERS_SECONDS
        if is_old and path.stem not in {made.digest, "made"}:
            path.unlink(missing_ok=True)


class MadeFileResponse(HttpResponse):
    """A response that reads its body from a file while it is sent."""

    body_path: Path | None = None

    def __init__(self, made: MadeFile, **options: Any) -> None:
        """Send ``made`` as it is; the middleware chooses an encoding that the reader accepts."""
        super().__init__(**options)
        self.made = made
        self.body_path = made.path(IDENTITY)
        self["Content-Length"] = str(made.sizes[IDENTITY])

    @property
    def content(self) -> bytes:
        """The whole body."""
        return self.body_path.read_bytes() if self.body_path else super().content

    @content.setter
    def content(self, value: bytes) -> None:
        self.body_path = None
        HttpResponse.content.fset(self, value)  # type: ignore[attr-defined]

    def __iter__(self) -> Iterator[bytes]:
        """Yield the body in parts."""
        if self.body_path is None:
            yield from super().__iter__()
            return
        with self.body_path.open("rb") as file:
            while part := file.read(CHUNK_BYTES):
                yield part


@dataclass
class PublicFile(PublicResponse):
    """A public response whose body is a file. No process keeps it in memory."""

    made: MadeFile = field(kw_only=True)

    def __post_init__(self) -> None:
        """Take the digest of the file."""
        self.digest = self.made.digest

    def _body_and_length(self, encoding: str) -> tuple[Path, int]:
        return self.made.path(encoding), self.made.sizes[encoding]

    def _negotiate_encoding(self, accept_encoding: str) -> str:
        encoding = choose_encoding(accept_encoding)
        return encoding if encoding in self.made.sizes else IDENTITY
