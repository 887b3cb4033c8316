"""A site with the demonstration content, served as ``make run`` serves it and thrown away afterwards."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from site_config.settings.environment import PROJECT_DIR

from . import server
from .size import IS_SMALLEST

OPTIONS = ["site_config.wsgi", "--threads", "3", "--no-control-socket"]


@contextmanager
def site(folder: Path, **variables: str) -> Iterator[str]:
    """Serve it with its files in ``folder`` and give its address; ``variables`` are those of the site."""
    with server.database(folder) as database:
        environment = {
            **os.environ,
            **server.variables_of(database, folder, **variables),
        }
        server.fill(environment, "manage.py", "load_demo")
        # Passwords that a test lends are kept as tests keep them, and the dashboard
        # says that nothing happens by itself until something has.
        for command in [] if IS_SMALLEST else ["load_demo", "run_scheduled"]:
            run = [sys.executable, "manage.py", command]
            subprocess.run(  # noqa: S603
                run,
                cwd=PROJECT_DIR,
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        with serving(folder, database, **variables) as address:
            yield address


@contextmanager
def serving(folder: Path, database: str, **variables: str) -> Iterator[str]:
    """Serve what a database holds already, and give the address."""
    environment = {**os.environ, **server.variables_of(database, folder, **variables)}
    with server.serving(OPTIONS, folder / "log", environment) as (host, port):
        yield f"http://{host}:{port}"
