"""What runs in the process that opens a file from outside, see ``run_contained``."""

import errno
import os
import resource
import sys
from importlib import import_module

BROKE_A_LIMIT = 3
DAMAGED = 4
REFUSED = 5
"""How the process ends if it has no result."""


class RefusedError(Exception):
    """The file is not taken; the message says why and what to do."""


def set_limits(memory: int, seconds: int, output: int) -> None:
    """Let the kernel end this process when it takes more, or refuse it another process."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def main() -> int:
    """Let the job read the file from standard input, and write what becomes of it."""
    job, *arguments = sys.argv[1:-3]
    set_limits(*map(int, sys.argv[-3:]))
    # openpyxl loads numpy where it is installed: no file needs it, and the memory here
    # is short.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    output = sys.stdout.fileno()
    try:
        with open(output, "wb", closefd=False) as written:
            import_module(f"pages.files.contained.{job}").run(
                sys.stdin.buffer, written, *arguments
            )
    except RefusedError as error:
        os.ftruncate(output, 0)
        os.pwrite(output, str(error).encode(), 0)
        return REFUSED
    except (MemoryError, RecursionError):
        return BROKE_A_LIMIT
    except Exception as error:
        message = f"{error!r} {error.__cause__!r}"
        if (
            "memory" in message.lower()
            or "bad_alloc" in message
            or getattr(error, "errno", None) == errno.EFBIG
        ):
            return BROKE_A_LIMIT
        # Whatever a library raises for a file that is damaged.
        return DAMAGED
    return 0
