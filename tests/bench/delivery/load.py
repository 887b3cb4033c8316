"""Requests as fast as they are answered, by wrk."""

import re
import subprocess
import sys
from dataclasses import dataclass

from tests.bench.size import sized

from . import processors

SECONDS = sized(1, 0.2)
CONNECTIONS = 32


@dataclass
class Load:
    """What one round came to."""

    rate: float
    """Answers a second."""
    client: float
    """How much of one processor the client took."""


def load(address: str, **headers: str) -> Load:
    """Ask for ``address`` over and over; exits if an answer was not a good one."""
    sent = [
        part
        for name, value in headers.items()
        for part in ("-H", f"{name.replace('_', '-')}: {value}")
    ]
    # It knows whole seconds alone; interrupted, it tells what it found until then.
    limit = ["timeout", "--preserve-status", "--signal=INT", str(SECONDS)]
    command = [
        *limit,
        "/usr/bin/wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        "-d1h",
        *sent,
        address,
    ]
    before = processors.of_children()
    with processors.children_on(processors.CLIENTS):
        told = subprocess.run(  # noqa: S603
            command, check=True, capture_output=True, text=True
        ).stdout
    client = (processors.of_children() - before) / SECONDS
    if wrong := re.search(r"Non-2xx.*|Socket errors.*", told):
        sys.exit(f"{address}: {wrong[0]}")
    return Load(float(re.search(r"Requests/sec: *([\d.]+)", told)[1]), client)
