"""The site on a database of its own, both thrown away afterwards."""

import contextlib
import http.client
import os
import secrets
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from site_config.settings.environment import PROJECT_DIR

from .size import LENT_DATABASE

PATIENCE_SECONDS = 180


@contextlib.contextmanager
def database(folder: Path) -> Iterator[str]:
    """Give the address of an empty database: on the server that DATABASE_URL names, else in ``folder``.

    If a test lends one, it gives that.
    """
    if LENT_DATABASE:
        yield LENT_DATABASE
        return
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{folder / 'site.sqlite3'}"
        return
    name = f"bench_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def fill(environment: Mapping[str, str], *command: str) -> None:
    """Make the tables of an empty database, and load content with ``command``; a lent one has both."""
    if LENT_DATABASE:
        return
    for each in (["manage.py", "migrate", "--verbosity=0"], command):
        subprocess.run(  # noqa: S603
            [sys.executable, *each],
            cwd=PROJECT_DIR,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def milliseconds(site: tuple[str, int], path: str, requests: int) -> float:
    """Return what ``path`` takes on ``site``: the median of so many answers over one connection."""
    connection = http.client.HTTPConnection(*site, timeout=PATIENCE_SECONDS)
    times = []
    for _ in range(requests):
        start = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - start) * 1000)
        if answer.status != http.HTTPStatus.OK:
            sys.exit(f"{path} answered {answer.status}.")
    connection.close()
    return statistics.median(times)


def variables_of(database: str, folder: Path, **others: str) -> dict[str, str]:
    """Return the variables by which the local settings run a site on ``database``, with its ``folder``."""
    return {
        "DJANGO_SETTINGS_MODULE": "site_config.settings.local",
        "DATABASE_URL": database,
        "DATA_DIR": str(folder),
        # Who measures signs forms, too, and has read another folder's secret by then.
        "SECRET_KEY": "only-for-a-measurement-and-never-for-a-site-that-anyone-can-reach",
        "DEBUG": "0",
        **others,
    }


@contextlib.contextmanager
def serving(
    options: list[str],
    log: Path,
    environment: Mapping[str, str] | None = None,
    port: int = 0,
) -> Iterator[tuple[str, int]]:
    """Serve the site with gunicorn's ``options`` and give its address; it writes its log to ``log``.

    Without an ``environment`` of its own it has ours.
    """
    with (
        socket.create_server(("127.0.0.1", port), backlog=128) as listening,
        log.open("w") as writing,
    ):
        address = listening.getsockname()
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "--bind",
            f"fd://{listening.fileno()}",
            *options,
        ]
        server = subprocess.Popen(  # noqa: S603
            command,
            cwd=PROJECT_DIR,
            stderr=writing,
            pass_fds=[listening.fileno()],
            env=environment,
        )
    try:
        _wait_until_it_answers(address, server, log)
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_until_it_answers(
    address: tuple[str, int], server: subprocess.Popen, log: Path
) -> None:
    host, port = address
    give_up = time.monotonic() + PATIENCE_SECONDS
    while True:
        # The socket takes the question at once, and the server answers when it is up.
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://{host}:{port}/readyz", timeout=1).close()
            return
        if server.poll() is not None or time.monotonic() > give_up:
            sys.exit(f"The site did not start:\n{log.read_text()}")
        time.sleep(0.1)
