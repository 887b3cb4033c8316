"""A browser that is told what to do, and asked what its page is like, through a socket."""

import contextlib
import json
import os
import re
import signal
import subprocess
from typing import Any

import websocket

from tests.waiting import PATIENCE


class PageGoneError(Exception):
    """The page went away, or is changing places with the next, while it was asked something."""


class Remote:
    """A browser that is told what to do in JSON through a socket, at the address that it prints."""

    def __init__(self, command: list[str], environment: dict[str, str], path: str = ""):
        self._program = subprocess.Popen(  # noqa: S603
            command,
            env=environment,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        lines = (
            re.search(r"listening on (ws://\S+)", line) for line in self._program.stderr
        )
        address = next((found[1] for found in lines if found), None)
        assert address, "The browser did not say where it listens."
        # Nobody reads on, and a full pipe would stop the browser.
        self._log = subprocess.Popen(
            ["cat"],  # noqa: S607
            stdin=self._program.stderr,
            stdout=subprocess.DEVNULL,
        )
        self._socket = websocket.create_connection(
            address + path, suppress_origin=True, timeout=PATIENCE
        )
        self._calls = 0

    def call(self, method: str, parameters: dict | None = None, **more: Any) -> dict:
        """Return what the browser answers."""
        self._calls += 1
        self._socket.send(
            json.dumps(
                {
                    "id": self._calls,
                    "method": method,
                    "params": parameters or {},
                    **more,
                }
            )
        )
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._calls:
                break
        if "error" in answer:
            raise PageGoneError(answer)
        return answer["result"]

    def close(self, method: str = "") -> None:
        """End the browser at once, or by calling ``method``: then it first writes what it wants to keep."""
        if not (method and self._does(method)):
            self._program.terminate()
        self._socket.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._program.wait(PATIENCE)
        # Some process of the browser's may outlive it and keep the pipe open.
        self._kill()
        self._program.wait()
        self._log.wait()

    def _does(self, method: str) -> bool:
        """Tell whether the browser does what it is told: one that hangs or has crashed does not."""
        try:
            self.call(method)
        except (PageGoneError, OSError, ValueError, websocket.WebSocketException):
            return False
        return True

    def _kill(self) -> None:
        """End the browser with all its processes."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._program.pid, signal.SIGKILL)
