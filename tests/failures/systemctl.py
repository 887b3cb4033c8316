"""A stand-in for systemctl, as far as deploy/switch needs it: systemctl ORDER UNIT...

It starts the services of the folder UNITS with the sockets that the test holds
(SOCKETS), and waits until one is ready, as systemd does. Real systemd is tried by hand.
"""

import contextlib
import fcntl
import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

from tests.waiting import wait_until

UNITS = Path(os.environ["UNITS"])
SOCKETS: dict[str, int] = json.loads(os.environ["SOCKETS"])
"""The numbers of open files, by the names of units."""


def setting(unit: str, name: str, default: str = "") -> str:
    """Return what the service ``unit`` says of ``name``."""
    found = re.search(
        rf"^{name}=(.*)$", (UNITS / f"{unit}.service").read_text(), re.MULTILINE
    )
    return found[1] if found else default


def start(unit: str) -> None:
    """Start a service; fail if it ends before it is ready."""
    names = setting(unit, "Sockets", f"{unit}.socket").split()
    notifies = setting(unit, "Type") == "notify"
    # Away from the numbers that they are to have.
    sockets = [
        fcntl.fcntl(SOCKETS[name], fcntl.F_DUPFD, 50)
        for name in names
        if name in SOCKETS
    ]

    def take_sockets() -> None:
        for number, own in enumerate(sockets):
            os.dup2(own, 3 + number)

    notified = UNITS / f"{unit}.notify"
    notified.unlink(missing_ok=True)
    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready,
        (UNITS / "log").open("a") as log,
    ):
        ready.bind(str(notified))
        ready.settimeout(0.05)
        variables = f"set -a; . {os.environ['ENVIRONMENT']}; LISTEN_PID=$$ LISTEN_FDS={len(sockets)}"
        started = subprocess.Popen(  # noqa: S603
            ["/bin/sh", "-c", f"{variables}; exec {setting(unit, 'ExecStart')}"],
            # Nobody listens to what the worker would say later.
            env=os.environ | ({"NOTIFY_SOCKET": str(notified)} if notifies else {}),
            preexec_fn=take_sockets,  # noqa: PLW1509 -- no thread runs here
            close_fds=False,
            start_new_session=True,
            stdout=log,
            stderr=log,
        )
        (UNITS / f"{unit}.pid").write_text(str(started.pid))

        def is_ready() -> bool:
            if started.poll() is not None:
                sys.exit(f"{unit} ended with {started.returncode}")
            with contextlib.suppress(TimeoutError):
                return b"READY=1" in ready.recv(1024)
            return False

        if notifies:
            wait_until(is_ready)


def stop(unit: str) -> None:
    """End a service and wait for it."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        number = int((UNITS / f"{unit}.pid").read_text())
        os.kill(number, signal.SIGTERM)
        wait_until(lambda: _is_over(number))


def _is_over(process: int) -> bool:
    try:
        return (
            Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
            == "Z"
        )
    except FileNotFoundError:
        return True


if __name__ == "__main__":
    order, *units = [
        argument for argument in sys.argv[1:] if not argument.startswith("--")
    ]
    for each in units if order in ("restart", "stop") else []:
        stop(each)
    for each in units if order == "restart" else []:
        start(each)
