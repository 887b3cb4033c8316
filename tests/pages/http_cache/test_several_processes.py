"""Real server processes share a purge file, while some are killed and the file is damaged."""

import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

import pytest

from pages.http_cache import purge_file
from pages.http_cache.embedded_cache import PageCacheApplication, ResponseStore
from pages.http_cache.public_response import ENVIRON_KEY, PublicResponse
from tests.effort import by_effort
from tests.waiting import PATIENCE, wait_until

from .wsgi import environ

pytestmark = pytest.mark.slow

PROCESSES = 4
CHANGES = by_effort(100, 500)
RENDERS = 20
"""How often each process makes the page, at least."""


def truth(folder: Path) -> int:
    return int((folder / "truth").read_text())


def write(path: Path, number: int) -> None:
    """Write so that a reader sees the old or the new, never half."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(str(number))
    beside.replace(path)


def serve(folder: Path, seed: int, results, renders) -> None:
    """Ask a page cache of this process's own, and report how often it was stale and how often it kept."""
    chance = random.Random(seed)  # noqa: S311
    made = asked = 0

    def application(asked, start_response):
        nonlocal made
        made += 1
        renders[seed] = made
        body = str(truth(folder)).encode()
        # Not a wait: so long the making takes, and changes fall into that time.
        time.sleep(chance.choice([0, 0, 0.002]))
        asked[ENVIRON_KEY] = PublicResponse(body=body, headers=[], keys=frozenset({"truth"}), expires=2**40)
        start_response("200 OK", [])
        return [body]

    cache = PageCacheApplication(application, ResponseStore(folder / "purges", 2**20))
    stale = []
    while not (folder / "end").exists():
        known = int((folder / "purged").read_text())
        answer = int(b"".join(cache(environ("/"), lambda *_: None)))
        asked += 1
        if answer < known:
            stale.append((answer, known))
    results.put((stale[:5], asked, made))


HARMS = {
    "none": lambda path, server: None,
    "killed": lambda path, server: server.is_alive() and os.kill(server.pid, signal.SIGKILL),
    "removed": lambda path, server: path.unlink(missing_ok=True),
    "cut short": lambda path, server: os.truncate(path, 0),
}


def change_often(folder: Path, harm, renders, living: list[int]) -> None:
    """Change the truth, and purge it, until each of the living processes has made it often enough."""
    number = 0
    while number < CHANGES or min(renders[seed] for seed in living) < RENDERS:
        number += 1
        before = list(renders)
        write(folder / "truth", number)
        if number % 20 == 0:
            harm()
        purge_file.append_purge(folder / "purges", ["other", "truth"])
        write(folder / "purged", number)
        wait_until(lambda before=before: list(renders) != before, pause=0.001)


@pytest.mark.parametrize("harm", HARMS)
def test_after_a_purge_no_process_sends_an_outdated_response(tmp_path, harm):
    fork = multiprocessing.get_context("fork")
    # Without a lock, which a process could take to its grave.
    results, renders = fork.Queue(), fork.Array("i", PROCESSES, lock=False)
    living = [seed for seed in range(PROCESSES) if seed or harm != "killed"]
    for name in ("truth", "purged"):
        write(tmp_path / name, 0)
    servers = [
        fork.Process(target=serve, args=(tmp_path, seed, results, renders)) for seed in range(PROCESSES)
    ]
    for server in servers:
        server.start()
    try:
        change_often(tmp_path, lambda: HARMS[harm](tmp_path / "purges", servers[0]), renders, living)
    finally:
        (tmp_path / "end").touch()

    found = [results.get(timeout=PATIENCE) for _ in living]
    for server in servers:
        server.join(PATIENCE)
    assert [stale for stale, _, _ in found] == [[]] * len(living)
    assert all(asked > made > 1 for _, asked, made in found), "nothing was kept, or nothing purged"
