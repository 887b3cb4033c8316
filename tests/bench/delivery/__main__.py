"""Measure it on the database server that DATABASE_URL names, else on SQLite.

The arguments are gunicorn's. Exits with 1 if something is slower than it may be, or an
answer was stale.
"""

import os
import sys
import tempfile
from pathlib import Path

from tests.bench.size import IS_SMALLEST

from .site import standing
from .table import faults


def main(options: list[str]) -> None:
    """Set the site up, measure it and throw it away."""
    with (
        tempfile.TemporaryDirectory(prefix="super-complaints-bench-") as folder,
        standing(Path(folder), options) as bench,
    ):
        from . import burst, hits, memory, mixed, visible

        found = []
        for part in (hits, visible, burst, mixed, memory):
            print(
                f"{part.__name__.rpartition('.')[2]}: {part.__doc__.splitlines()[0]}",
                flush=True,
            )
            found += part.rows(bench)
        load = os.getloadavg()[1]
        print(
            f"Load of the machine in the last five minutes: {load:.1f} on {os.cpu_count()} processors."
        )
    if (wrong := faults(found)) and not IS_SMALLEST:
        sys.exit("\n".join(["", *wrong]))


if __name__ == "__main__":
    main(sys.argv[1:])
