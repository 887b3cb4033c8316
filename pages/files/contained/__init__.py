"""Opens files from outside in a process of its own, which has little memory and time and knows no secrets.

``run_contained`` runs one job there: a module beside this one with a function ``run``.
Nothing here or in the jobs uses Django.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from .child import BROKE_A_LIMIT, REFUSED

START = (
    f"import sys; sys.path.append({str(Path(__file__).parents[3])!r});"
    "from pages.files.contained.child import main; sys.exit(main())"
)
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class ProcessLimits:
    """What the process may use."""

    seconds: int = 15
    memory: int = 256 * MEGABYTE
    output: int = 32 * MEGABYTE


USUAL_LIMITS = ProcessLimits()


class ContainedFailureError(Exception):
    """The process broke a limit or failed; its message is fit for the person who sent the file."""


TOO_MUCH = "This file is too large to open safely once unpacked. Make it smaller and save it again."
DAMAGED = (
    "This file is damaged or is not the type that its name says. Open it in the program it was made "
    "with and save it again."
)


def run_contained(
    job: str,
    arguments: list[str],
    contents: bytes,
    limits: ProcessLimits = USUAL_LIMITS,
) -> bytes:
    """Give ``contents`` to ``job`` and return what it writes.

    Raises ``ContainedFailureError``.

    The process sets its limits itself before it reads anything: after a fork of a
    process with threads nothing could safely be done.
    """
    with TemporaryFile() as given, TemporaryFile() as written:
        given.write(contents)
        given.seek(0)
        command = [
            sys.executable,
            "-I",
            "-c",
            START,
            job,
            *arguments,
            *map(str, (limits.memory, limits.seconds, limits.output)),
        ]
        # Its environment is empty: no password of ours is in it.
        process = subprocess.Popen(  # noqa: S603
            command,
            stdin=given,
            stdout=written,
            stderr=subprocess.DEVNULL,
            env={"PYTHONHASHSEED": "random"},
            cwd="/",
            start_new_session=True,
        )
        code = _exit_code(process, limits.seconds + 5)
        if code in {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ, BROKE_A_LIMIT}:
            raise ContainedFailureError(TOO_MUCH)
        written.seek(0)
        answer = written.read()
        if code == REFUSED:
            raise ContainedFailureError(answer.decode())
        if code:
            raise ContainedFailureError(DAMAGED)
        return answer


def _exit_code(process: subprocess.Popen, seconds: int) -> int:
    """Wait for ``process``, and kill whatever is left of it and what it started."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise ContainedFailureError(TOO_MUCH) from error
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def read_sheet(
    contents: bytes, kind: str, limits: ProcessLimits = USUAL_LIMITS
) -> tuple[str, list[list[str]]]:
    """Return the name of the first sheet of an ``xlsx``, or no name of a ``csv``, and the texts of its rows.

    Raises ``ContainedFailureError`` as ``run_contained`` does.
    """
    found = json.loads(run_contained("sheet_reading", [kind], contents, limits))
    return found["name"], found["rows"]
