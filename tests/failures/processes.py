"""Processes that a test starts and freezes."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator, Set
from typing import Any

from tests.contained import all_below


def with_all_below(process: int) -> set[int]:
    """Return the number of a process and of all that it started."""
    return {process, *all_below(process)}


@contextlib.contextmanager
def frozen(processes: Set[int]) -> Iterator[None]:
    """Let them say nothing and take everything meanwhile."""
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)


@contextlib.contextmanager
def running(command: list[Any], **options: Any) -> Iterator[None]:
    """Run a server meanwhile."""
    server = subprocess.Popen([str(part) for part in command], **options)  # noqa: S603
    try:
        yield
    finally:
        server.kill()
        server.wait()
