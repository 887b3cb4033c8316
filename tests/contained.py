"""Runs a command and ends whatever it leaves behind: python tests/contained.py COMMAND [ARGUMENT]...

Tests start browsers, screens and servers, many in sessions of their own. Ctrl-C,
``kill`` or ``kill -9`` of pytest would leave them running. Here the command runs below
a keeper, to which Linux gives every process that loses its parent. When the command has
ended, however, or this script was killed, the keeper ends all that is left below it. It
also removes the folder that was the command's ``TMPDIR``.

Elsewhere than on Linux there is no such keeper: what is left is what names the folder
in its command line, as the database server and most browsers do, and nothing is ended
when this script itself is killed.
"""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PASSED_ON = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT}
# From linux/prctl.h.
SEND_SIGNAL_WHEN_PARENT_ENDS = 1
ADOPT_ORPHANS = 36


class ParentEndedError(Exception):
    """This script was killed."""


def main(command: list[str]) -> int:
    """Run ``command``, and return its exit status once nothing of it is left."""
    # Short: sockets in it have paths of at most 107 bytes. PostgreSQL's user passes
    # through it.
    folder = Path(tempfile.mkdtemp(prefix="tests-", dir=fastest_place()))
    folder.chmod(0o711)
    os.environ |= {"TMPDIR": str(folder), "TESTS_FOLDER": str(folder)}
    if sys.platform != "linux":
        return without_keeper(command, folder)
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, PASSED_ON | {signal.SIGCHLD})
    number_to_read, number_to_write = os.pipe()
    parent, keeper = os.getpid(), os.fork()
    if keeper == 0:
        os._exit(keep(command, folder, mask, parent, number_to_write))
    os.close(number_to_write)
    with os.fdopen(number_to_read) as number:
        process = int(number.read())
    while True:
        told = signal.sigwaitinfo(PASSED_ON | {signal.SIGCHLD})
        if told.si_signo == signal.SIGCHLD:
            ended, status = os.waitpid(keeper, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
        elif (
            told.si_code <= 0
        ):  # by a process: what a terminal sends, the command gets itself
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, told.si_signo)


def fastest_place() -> Path:
    """Return memory if 4 GB of it are free, of which a run takes one: there PostgreSQL copies in 0.02 s.

    A disk takes 0.2 s, even where nothing is synchronised, and a run makes some hundred
    copies.
    """
    memory = Path("/dev/shm")  # noqa: S108
    if memory.is_dir():
        found = os.statvfs(memory)
        if (
            found.f_bavail * found.f_frsize >= 4 << 30
            and not found.f_flag & os.ST_NOEXEC
        ):
            return memory
    return Path("/tmp")  # noqa: S108


def without_keeper(command: list[str], folder: Path) -> int:
    try:
        return subprocess.run(command, check=False).returncode  # noqa: S603
    finally:
        subprocess.run(["pkill", "-f", str(folder)], check=False)  # noqa: S603, S607
        shutil.rmtree(folder, ignore_errors=True)


def keep(
    command: list[str], folder: Path, mask: set, parent: int, number_to_write: int
) -> int:
    """Run ``command``, end what it leaves, remove ``folder``, and return the exit status."""
    group = os.getpgrp()
    # What is sent to the whole group is not for the keeper.
    os.setpgid(0, 0)
    signal.signal(signal.SIGUSR1, end_with_parent)
    system = ctypes.CDLL(None)
    system.prctl(ADOPT_ORPHANS, 1)
    system.prctl(SEND_SIGNAL_WHEN_PARENT_ENDS, signal.SIGUSR1)
    try:
        if os.getppid() != parent:
            raise ParentEndedError
        process = os.fork()
        if process == 0:
            become(command, mask, group)
        os.write(number_to_write, str(process).encode())
        os.close(number_to_write)
        ended = None
        while ended != process:
            ended, status = os.waitpid(-1, 0)
        status = os.waitstatus_to_exitcode(status)
        return status if status >= 0 else 128 - status
    except ParentEndedError:
        return 128 + signal.SIGKILL
    finally:
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)
        end_all_below()
        unmount_below(folder)
        shutil.rmtree(folder, ignore_errors=True)


def unmount_below(folder: Path) -> None:
    """Unmount the disks that tests mounted in ``folder`` and left there: nothing removes a mounted folder."""
    mounted = [
        line.split()[1] for line in Path("/proc/self/mounts").read_text().splitlines()
    ]
    for place in mounted:
        if place.startswith(f"{folder}/"):
            subprocess.run(["umount", "--lazy", place], check=False)  # noqa: S603, S607


def end_with_parent(*_) -> None:
    raise ParentEndedError


def become(command: list[str], mask: set, group: int) -> None:
    """Let ``command`` take this process's place."""
    try:
        # So that it can read from the terminal, and hears Ctrl-C.
        os.setpgid(0, group)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        os.execvp(command[0], command)  # noqa: S606
    except OSError as error:
        print(f"{command[0]}: {error}", file=sys.stderr)
    os._exit(127)


def end_all_below() -> None:
    """End all processes below this one: by request, and by force those that do not heed it."""
    for sent, seconds in ((signal.SIGTERM, 5), (signal.SIGKILL, 30)):
        told: set[int] = set()
        deadline = time.monotonic() + seconds
        while (left := all_below(os.getpid())) and time.monotonic() < deadline:
            for process in left - told:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, sent)
            told |= left
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            time.sleep(0.02)


def all_below(process: int) -> set[int]:
    """Return the numbers of all processes that ``process`` started, and that those started."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name, in brackets, may have spaces and brackets of its own.
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    found: set[int] = set()
    above = [process]
    while above:
        below = children.get(above.pop(), [])
        found.update(below)
        above += below
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
