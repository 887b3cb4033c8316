"""Tells purges to every process on this machine: a file to which each purge appends a line.

A reader compares the size with how far it has read, which costs a microsecond. Whatever it cannot account
for (the file was replaced, deleted or cut short) counts as a purge of everything.
"""

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path

from .keys import EVERYTHING


def append(path: Path, keys: Iterable[str]) -> None:
    """Append one line that names ``keys``.

    It begins with an end of line: a process that was killed, or a full disk, may have left half a line.
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
    """Reads what is appended from now on."""

    def __init__(self, path: Path):
        """Open ``path``, and empty it if no other process reads it: nobody has anything to forget."""
        self.path = path
        self._open()
        self.heeded()

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(self._descriptor, 0)
        except BlockingIOError:
            pass
        # Held until the process ends, however it ends.
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)
        found = os.fstat(self._descriptor)
        self._inode, self._read = found.st_ino, found.st_size

    def has_news(self) -> bool:
        """Tell whether something was appended that was not heeded yet, or the file is another."""
        try:
            found = os.stat(self.path)  # noqa: PTH116 -- as fast as it can be
        except FileNotFoundError:
            return True
        return found.st_size != self._heeded or found.st_ino != self._inode

    def heeded(self) -> None:
        """Note that what ``news`` returned was forgotten."""
        self._heeded = self._read

    def news(self) -> list[str]:
        """Return the keys that were purged since the last time; ``everything`` if that cannot be known."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            found = None
        if found is None or found.st_ino != self._inode:
            os.close(self._descriptor)
            self._heeded = -1  # the other file may be just as long
            self._open()
            return [EVERYTHING]
        if found.st_size < self._read:
            self._read = found.st_size
            return [EVERYTHING]
        new = os.pread(self._descriptor, found.st_size - self._read, self._read)
        whole = new[: new.rfind(b"\n") + 1]
        self._read += len(whole)
        return whole.decode("ascii", "replace").split()
