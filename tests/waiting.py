"""Waiting for conditions, never for time."""

import time
from collections.abc import Callable

PATIENCE = 60
"""Seconds until something that is waited for counts as not happening."""


def wait_until[Found](
    condition: Callable[[], Found],
    message: str | Callable[[], str] = "It did not happen.",
    *,
    seconds: float = PATIENCE,
    pause: float = 0.02,
) -> Found:
    """Return what ``condition()`` gives once it is true; fail with ``message`` if it does not become true."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, message() if callable(message) else message
        time.sleep(pause)
    return found


def wait_until_clock_shows(moment: float) -> None:
    """Wait until ``moment`` (seconds of the epoch) is over.

    Only for what goes by the clock itself, as a cache does that counts whole seconds.
    """
    # A little longer: the clocks of two processes are read one after the other.
    while (left := moment + 0.01 - time.time()) > 0:
        time.sleep(left)
