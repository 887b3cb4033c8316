"""How much the tests try where trying more would always be possible: orders of a race, seeds, browsers.

``EFFORT=small`` (what is set unless told otherwise) is for every run and for CI. ``EFFORT=full`` is for a
release: it also runs the tests marked ``long``. ``make test`` uses the first, ``make test-long`` the second.
"""

import os

EFFORTS = ("small", "full")
EFFORT = os.environ.get("EFFORT", "small")
if EFFORT not in EFFORTS:
    raise SystemExit(f"EFFORT={EFFORT} is neither of: {', '.join(EFFORTS)}.")


def by_effort[Amount](small: Amount, full: Amount) -> Amount:
    """Return what this run tries: ``small`` in every run, ``full`` before a release."""
    return full if EFFORT == "full" else small
