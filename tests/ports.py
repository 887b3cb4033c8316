"""Ports for servers that cannot be given an open socket."""

import itertools
import os
import socket

PORTS_OF_A_PROCESS = 500
_process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_first = 10_000 + _process * PORTS_OF_A_PROCESS
# A second run on this machine has the same ones, and begins elsewhere.
_begin = os.getpid() * 97 % PORTS_OF_A_PROCESS
_ports = itertools.cycle(
    _first + (_begin + step) % PORTS_OF_A_PROCESS for step in range(PORTS_OF_A_PROCESS)
)


def free_ports(number: int) -> list[int]:
    """Return ports where nobody listens.

    The system would give the same ones to another process before a server listens
    there. So each process of a test run has its own, below those that the system gives
    out.
    """
    return [next(port for port in _ports if _is_free(port)) for _ in range(number)]


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
