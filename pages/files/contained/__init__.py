"""Opens files from outside in a process of its own, which has little memory and time and knows no secrets.

``run_contained`` runs a script so; ``office_text.py`` is the script that takes the text out of XLSX and DOCX.
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
from typing import Any

OFFICE_TEXT = Path(__file__).with_name("office_text.py")
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What the process may use."""

    seconds: int = 5
    memory: int = 512 * MEGABYTE
    output: int = 24 * MEGABYTE


USUAL_LIMITS = Limits()


class ContainedFailureError(Exception):
    """The process broke a limit or failed; its message is fit for the person who sent the file."""


TOO_MUCH = (
    "This file unpacks to more than can be opened safely. Copy the table alone into a new file, and take it."
)
DAMAGED = "This file is damaged, or not what its name says. Open it in its own program, and save it anew."


def run_contained(
    script: Path, arguments: list[str], contents: bytes, limits: Limits = USUAL_LIMITS
) -> dict[str, Any]:
    """Give ``contents`` to ``script`` and return the object that it writes as JSON.

    Raises ``ContainedFailureError``. The script sets the limits itself before it reads anything: after a fork
    of a process with threads nothing could safely be done.
    """
    with TemporaryFile() as given, TemporaryFile() as written:
        given.write(contents)
        given.seek(0)
        command = [
            *(sys.executable, "-I", str(script), *arguments),
            *(str(limits.memory), str(limits.seconds), str(limits.output)),
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
        try:
            code = process.wait(limits.seconds + 5)
        except subprocess.TimeoutExpired as error:
            raise ContainedFailureError(TOO_MUCH) from error
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if code in {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ, 3}:
            raise ContainedFailureError(TOO_MUCH)
        written.seek(0)
        try:
            answer = json.load(written)
        except ValueError as error:
            raise ContainedFailureError(DAMAGED) from error
        if "refused" in answer:
            raise ContainedFailureError(answer["refused"])
        return dict(answer)


def read_office_text(contents: bytes, kind: str, limits: Limits = USUAL_LIMITS) -> dict[str, Any]:
    """Return the tables of a workbook (``xlsx``), or a Word document (``docx``) as HTML, with notes on both.

    Raises ``ContainedFailureError``.
    """
    return run_contained(OFFICE_TEXT, [kind], contents, limits)
