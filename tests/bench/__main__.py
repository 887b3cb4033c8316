"""Measure it on the database server that DATABASE_URL names, else on SQLite.

The arguments are gunicorn's. Exits with 1 if a submission failed, was lost or was
stored twice, or if our form is slower than it may be.
"""

import os
import sys
import tempfile
from pathlib import Path

import django

from site_config.start import open_protected_tables

from . import server


def main(options: list[str]) -> None:
    """Set the site up, measure it and throw it away."""
    with (
        tempfile.TemporaryDirectory(prefix="super-complaints-bench-") as folder,
        server.database(Path(folder)) as database,
    ):
        os.environ |= server.variables_of(
            database,
            Path(folder),
            DJANGO_SETTINGS_MODULE="tests.bench.settings",
            TRUSTED_PROXY="1",
        )
        server.fill(os.environ, "manage.py", "load_demo")
        django.setup()
        open_protected_tables([])

        from .feedback import faults

        log = Path(folder, "log")
        with server.serving(options, log) as address:
            found = faults(address)
        if found:
            end = log.read_text().splitlines()[-20:]
            sys.exit("\n".join(["", *found, "The end of the site's log:", *end]))


if __name__ == "__main__":
    main(sys.argv[1:])
