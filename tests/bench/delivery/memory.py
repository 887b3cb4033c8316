"""Row f: what a worker process takes, beside one of a plain Wagtail project."""

import contextlib
import http.client
import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

from site_config.settings.environment import PROJECT_DIR
from tests.bench import server
from tests.bench.size import IS_SMALLEST, LENT_DATABASE, sized

from . import processors
from .site import Bench
from .table import Row

ROUNDS = sized(5, 1)
ASKED = sized(20, 1)
"""How often each page is asked for before the memory is read."""
MOST = 1.5
BOTH = ["/admin/login/"]
OURS = [
    "/",
    "/super-complaints/",
    "/super-complaints/recommendations/",
    "/search/?q=bail",
    *BOTH,
]


def rows(bench: Bench) -> list[Row]:
    """Start both in turn, ask each for pages, and read what the worker takes."""
    plain = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.bench.delivery.plain",
        # Our tables have those of plain Wagtail among them.
        "DATABASE_URL": LENT_DATABASE or f"sqlite:///{bench.folder / 'plain.sqlite3'}",
    }
    if not LENT_DATABASE:
        migrate = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
        subprocess.run(migrate, cwd=PROJECT_DIR, env=plain, check=True)  # noqa: S603
    ours = {**os.environ, "BASE_URL": "http://localhost", "TRUSTED_PROXY": "0"}
    sizes, plain_sizes = [], []
    for _ in range(ROUNDS):
        plain_sizes.append(
            _megabytes(bench, "tests.bench.delivery.plain_wsgi", plain, BOTH)
        )
        # Other parts start ours.
        sizes.append(
            plain_sizes[-1]
            if IS_SMALLEST
            else _megabytes(bench, "site_config.wsgi", ours, OURS)
        )
    ratios = [mine / its for mine, its in zip(sizes, plain_sizes, strict=True)]
    return [
        Row("(f) memory of a worker / plain Wagtail", "ratio", ratios, most=MOST),
        Row("    ours", "MB", sizes, digits=0),
        Row("    plain Wagtail", "MB", plain_sizes, digits=0),
    ]


def _megabytes(
    bench: Bench, application: str, environment: dict[str, str], paths: list[str]
) -> float:
    options = [application, *bench.options[1:], "--workers", "1"]
    mark = secrets.token_hex(8)
    with processors.children_on(processors.SERVERS):
        log = bench.folder / "memory.log"
        with server.serving(
            options, log, {**environment, "BENCH_MARK": mark}
        ) as address:
            connection = http.client.HTTPConnection(*address, timeout=60)
            for path in paths * ASKED:
                connection.request("GET", path)
                response = connection.getresponse()
                response.read()
                assert response.status == http.HTTPStatus.OK, (
                    f"{path} answered {response.status}"
                )
            connection.close()
            (worker,) = _workers(mark)
            return _of_a_process(worker)


def _workers(mark: str) -> list[int]:
    """Return the processes that carry ``mark``, without the one that only looks after them."""
    found = {}
    for each in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark.encode() in (each / "environ").read_bytes():
                parent = re.search(r"PPid:\t(\d+)", (each / "status").read_text())
                found[int(each.name)] = int(parent[1])
    return [process for process, parent in found.items() if parent in found]


def _of_a_process(process: int) -> float:
    """Return its own memory and its share of what it has in common with others, in MB."""
    told = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(re.search(r"^Pss: +(\d+) kB", told, re.MULTILINE)[1]) / 1024
