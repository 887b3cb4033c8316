"""Tells every process on this machine what to purge: each purge appends a line to a shared file.

A process compares the size of the file with how far it has read, which takes a microsecond. If the file was
replaced, deleted or cut short, everything counts as purged.
"""

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path

from .keys import EVERYTHING


def append_purge(path: Path, keys: Iterable[str]) -> None:
    """Append a line that names ``keys``.

    The line begins with a line break, because a killed process or a full disk may have left half a line.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    line = f"\n{' '.join(keys)}\n".encode("ascii")
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        if os.write(descriptor, line) != len(line):
            raise OSError(f"not all of the purge could be written to {path}")
    finally:
        os.close(descriptor)


class PurgeFile:
    """Reads the purges that are appended from now on."""

    def __init__(self, path: Path) -> None:
        """Open ``path``, and empty it if no other process reads it."""
        self.path = path
        self._open()
        self.mark_applied()

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(self._descriptor, 0)
        except BlockingIOError:
            pass
        # The lock is held until the process ends, however it ends.
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)
        stat = os.fstat(self._descriptor)
        self._inode, self._read_size = stat.st_ino, stat.st_size

    def has_unapplied_purges(self) -> bool:
        """Return whether something was appended that was not applied yet, or the file was replaced."""
        try:
            stat = os.stat(self.path)  # noqa: PTH116 -- the fastest way; every request asks
        except FileNotFoundError:
            return True
        return stat.st_size != self._applied_size or stat.st_ino != self._inode

    def mark_applied(self) -> None:
        """Record that the caller has applied the keys that ``read_new_keys`` returned."""
        self._applied_size = self._read_size

    def read_new_keys(self) -> list[str]:
        """Return the keys purged since the last call; ``everything`` if that cannot be known."""
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            stat = None
        if stat is None or stat.st_ino != self._inode:
            os.close(self._descriptor)
            self._applied_size = -1  # the new file may have the same size
            self._open()
            return [EVERYTHING]
        if stat.st_size < self._read_size:
            self._read_size = stat.st_size
            return [EVERYTHING]
        length = stat.st_size - self._read_size
        appended = os.pread(self._descriptor, length, self._read_size)
        if len(appended) < length:  # it was cut short meanwhile
            self._read_size = 0
            return [EVERYTHING]
        complete_lines = appended[: appended.rfind(b"\n") + 1]
        self._read_size += len(complete_lines)
        return complete_lines.decode("ascii", "replace").split()
