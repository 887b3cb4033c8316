"""Row g: what readers wait for while something public changes every second for a minute."""

import asyncio
import itertools
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

from complaints.models import RecommendationResponsePage
from tests.bench.size import sized
from tests.factories.published import clear

from . import mixed
from .site import Bench
from .table import Row

CHANGES = sized(60, 2)
SECONDS_BETWEEN_CHANGES = sized(1.0, 0.2)
A_SECOND = 40
"""Requests for pages, each of which may be of any page or file."""
CONNECTIONS = 60
MOST_MILLISECONDS = 1000


def rows(bench: Bench) -> list[Row]:
    """Publish a recommendation every second, and measure what the slowest reader waits for."""
    readers = _Readers(bench)
    for path in readers.load.paths:
        bench.front.ask(path, Accept_Encoding="gzip")
    with ThreadPoolExecutor(1) as pool:
        publishing = pool.submit(_publish_every_second)
        asyncio.run(readers.read_until(publishing.done))
        late = publishing.result()
    ordered = sorted(readers.milliseconds)
    bad = [status for status in readers.statuses if status != HTTPStatus.OK]
    return [
        Row(
            f"(g) {CHANGES} changes, one a second: the slowest of {len(ordered):,} reads",
            "ms",
            ordered[-1:],
            most=MOST_MILLISECONDS,
            digits=0,
            client=readers.client,
        ),
        Row(
            "    answers other than 200",
            f"of {len(ordered):,}",
            [len(bad)],
            most=0,
            digits=0,
        ),
        Row(
            "    99th percentile",
            "ms",
            [statistics.quantiles(ordered, n=100)[98]],
            digits=0,
        ),
        Row("    median", "ms", [statistics.median(ordered)], digits=0),
        Row("    the change that was most behind its second", "s", [late], digits=1),
    ]


def _publish_every_second() -> float:
    """Publish so often, and return by how many seconds the slowest change was late."""
    pages = list(RecommendationResponsePage.objects.live().order_by("path"))
    late = 0.0
    start = time.monotonic()
    for number in range(CHANGES):
        due = start + number * SECONDS_BETWEEN_CHANGES
        time.sleep(max(0, due - time.monotonic()))
        page = pages[number % len(pages)]
        page.refresh_from_db()
        page.title = f"{page.title.partition(' · ')[0]} · {number}"
        clear(page).publish()
        late = max(late, time.monotonic() - due)
    return late


class _Readers:
    """Requests for any page when they are due, however long others take."""

    def __init__(self, bench: Bench):
        self.load = mixed.Load(bench, mixed.pages(bench))
        self.milliseconds: list[float] = []
        self.statuses: list[int] = []
        self.client = 0.0

    async def read_until(self, is_over: Callable[[], bool]) -> None:
        start, own = time.perf_counter(), time.process_time()
        due = (start + number / A_SECOND for number in itertools.count())
        await asyncio.gather(*[self._read(due, is_over) for _ in range(CONNECTIONS)])
        self.client = (time.process_time() - own) / (time.perf_counter() - start)

    async def _read(self, due: Iterator[float], is_over: Callable[[], bool]) -> None:
        connection = self.load.connect()
        while not is_over():
            moment = next(due)
            await asyncio.sleep(max(0, moment - time.perf_counter()))
            path = self.load.dice.choice(self.load.paths)
            self.statuses.append(await connection.status(mixed.get(path)))
            self.milliseconds.append((time.perf_counter() - moment) * 1000)
        connection.close()
