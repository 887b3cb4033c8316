"""How much the tests try where trying more would always be possible: orders of a race, seeds, browsers.

``EFFORT=small`` (what is set unless told otherwise) is for every run and for CI.
``EFFORT=full`` is for a release: it also runs the tests marked ``long``, and all cases
of those marked ``by_turns``, of which a run at small effort takes every second.
"""

import os
import random
from itertools import groupby

import pytest

EFFORTS = ("small", "full")
EFFORT = os.environ.get("EFFORT", "small")
if EFFORT not in EFFORTS:
    raise SystemExit(f"EFFORT={EFFORT} is neither of: {', '.join(EFFORTS)}.")


def by_effort[Amount](small: Amount, full: Amount) -> Amount:
    """Return what this run tries: ``small`` in every run, ``full`` before a release."""
    return full if EFFORT == "full" else small


def every_nth[Thing](number: int, things: list[Thing]) -> list[Thing]:
    """Return ``things``: at small effort every so many, from one on that goes by the seed of the order."""
    # pytest-randomly gives each test the seed. However few there are, one is tried.
    first = random.randrange(min(number, len(things)) or 1)  # noqa: S311
    return by_effort(things[first::number], things)


def left_out(items: list[pytest.Item], config: pytest.Config) -> list[pytest.Item]:
    """Return which of ``items`` a run at small effort leaves out.

    Of a test marked ``by_turns`` that has several cases, a run takes every second: one
    with an odd seed those that one with an even seed leaves out. Whoever names files or
    tests gets all of them.
    """
    found = [item for item in items if item.get_closest_marker("long")]
    if config.args != config.getini("testpaths"):
        return found
    seed = config.getoption("randomly_seed", 0)
    by_turns = [
        item
        for item in items
        if item.get_closest_marker("by_turns") and item not in found
    ]
    by_turns.sort(key=lambda item: item.nodeid)
    tests = groupby(by_turns, key=lambda item: item.nodeid.partition("[")[0])
    for number, (_, each) in enumerate(tests):
        if len(cases := list(each)) > 1:
            found += cases[(number + seed) % 2 :: 2]
    return found
