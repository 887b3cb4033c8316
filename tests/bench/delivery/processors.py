"""Which processor does what, so that clients and servers do not take each other's time."""

import contextlib
import os
import resource
from collections.abc import Iterator

AVAILABLE = sorted(os.sched_getaffinity(0))
SERVERS = {AVAILABLE[0]}
CLIENTS = set(AVAILABLE[1:]) or SERVERS


@contextlib.contextmanager
def children_on(processors: set[int]) -> Iterator[None]:
    """Let all processes that are started meanwhile, and all that these start, run on ``processors`` alone."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, processors)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def of_children() -> float:
    """Return the seconds of a processor that all processes took which were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
