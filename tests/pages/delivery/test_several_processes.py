"""Real server processes that share the purges by a file, while some are killed and the file is harmed."""

import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

import pytest

from pages.delivery import purge_file
from pages.delivery.answers import ANSWER, Answer
from pages.delivery.embedded import PageCache, Store
from tests.pages.delivery.wsgi import environ

PROCESSES = 4
SECONDS = 3


def truth(folder: Path) -> int:
    return int((folder / "truth").read_text())


def write(path: Path, number: int) -> None:
    """Write so that a reader sees the old or the new, never half."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(str(number))
    beside.replace(path)


def serve(folder: Path, seed: int, results) -> None:
    """Ask a page cache of this process's own, and report how often it was stale and how often it kept."""
    chance = random.Random(seed)  # noqa: S311
    made = asked = 0

    def application(asked, start_response):
        nonlocal made
        made += 1
        body = str(truth(folder)).encode()
        time.sleep(chance.choice([0, 0, 0.002]))  # changes fall into the time that it takes
        asked[ANSWER] = Answer(body=body, headers=[], keys=frozenset({"truth"}), expires=2**40)
        start_response("200 OK", [])
        return [body]

    cache = PageCache(application, Store(folder / "purges", 2**20))
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


def change_for_a_while(folder: Path, harm) -> int:
    """Change the truth, and purge it, again and again; return how often."""
    end, number = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        number += 1
        write(folder / "truth", number)
        if number % 20 == 0:
            harm()
        purge_file.append(folder / "purges", ["other", "truth"])
        write(folder / "purged", number)
        time.sleep(0.005)
    return number


@pytest.mark.parametrize("harm", HARMS)
def test_after_a_purge_has_returned_no_process_gives_out_what_was_before(tmp_path, harm):
    fork = multiprocessing.get_context("fork")
    results = fork.Queue()
    for name in ("truth", "purged"):
        write(tmp_path / name, 0)
    servers = [fork.Process(target=serve, args=(tmp_path, seed, results)) for seed in range(PROCESSES)]
    for server in servers:
        server.start()

    changes = change_for_a_while(tmp_path, lambda: HARMS[harm](tmp_path / "purges", servers[0]))
    (tmp_path / "end").touch()

    living = servers[1:] if harm == "killed" else servers
    found = [results.get(timeout=30) for _ in living]
    for server in servers:
        server.join(30)
    assert [stale for stale, _, _ in found] == [[]] * len(living)
    assert all(asked > made > 1 for _, asked, made in found), "nothing was kept, or nothing purged"
    assert changes > 50
