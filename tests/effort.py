"""How much the tests try where trying more would always be possible: orders of a race, seeds, browsers.

``EFFORT=small`` (what is set unless told otherwise) is for every run and for CI. ``EFFORT=full`` is for a
release: it also runs the tests marked ``long``, and all of those marked ``by_turns``, of which a run at small
effort takes every second. ``make test`` uses the first, ``make test-long`` the second.
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
    first = random.randrange(number)  # noqa: S311 -- pytest-randomly gives each test the seed
    return by_effort(things[first::number], things)


def left_out(items: list[pytest.Item], config: pytest.Config) -> list[pytest.Item]:
    """Return which of ``items`` a run at small effort leaves out.

    What runs by turns is halved by the seed of the order: of the cases of each test a run takes every second,
    one with an odd seed those that one with an even seed leaves out. Who names a test by ``::`` gets it.
    """
    found = [item for item in items if item.get_closest_marker("long")]
    if any("::" in each for each in config.args):
        return found
    seed = config.getoption("randomly_seed", 0)
    by_turns = [item for item in items if item.get_closest_marker("by_turns") and item not in found]
    by_turns.sort(key=lambda item: item.nodeid)
    tests = groupby(by_turns, key=lambda item: item.nodeid.partition("[")[0])
    for number, (_, cases) in enumerate(tests):
        found += list(cases)[(number + seed) % 2 :: 2]
    return found
