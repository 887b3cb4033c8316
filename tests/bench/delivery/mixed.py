"""Row e: what readers wait for when some search and some write, at half of what the site can take."""

import asyncio
import itertools
import random
import re
import statistics
import sys
import time
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from django.urls import reverse

from tests.bench.clients import Connection
from tests.bench.size import sized
from tests.bench.submissions import WORDS
from tests.complaints import addresses
from tests.forms import opened

from .site import HOST, Bench
from .table import Row

ROUNDS = sized(5, 1)
SECONDS = sized(5, 0.2)
CONNECTIONS = 24
SEARCHED, WRITTEN = 0.04, 0.01
MOST_TIMES = 3.5
"""How often a search of an idle site fits into the slowest of a hundred requests at half of the capacity.

Where such a search takes 16 ms, these are 57 ms.
"""
SEARCHES_ALONE = sized(20, 1)
WORDS_SEARCHED = [
    "stalking",
    "recommendation 2",
    "bail",
    "victims",
    "training",
    "stalkin",
    "zzz",
]
"""Nothing keeps an answer to a search.

Of these, one is misspelt and one finds nothing.
"""
GOOD = {200, 303}
MADE_EACH_TIME = ("/cookies/", "/feedback/")
"""No files: so many of them a second from one address would be refused."""

_numbers = itertools.count(1)


def rows(bench: Bench) -> list[Row]:
    """Find out what the site can take, then send half of it."""
    paths = [*pages(bench), *addresses.files().values()][: sized(None, 3)]
    for path in paths:
        bench.front.ask(path, Accept_Encoding="gzip")
    capacities, clients = [], []
    for _ in range(ROUNDS):
        load = Load(bench, paths)
        asyncio.run(load.as_fast_as_answered())
        capacities.append(load.rate)
        clients.append(load.client)
    half = statistics.median(capacities) / 2
    alone, slowest, slowest_pages, client = [], [], [], 0.0
    for _ in range(ROUNDS):
        load = Load(bench, paths)
        alone.append(asyncio.run(load.search_alone()))
        asyncio.run(load.at_a_rate_of(half))
        slowest.append(statistics.quantiles(load.milliseconds, n=100)[98])
        slowest_pages.append(statistics.quantiles(load.of_pages, n=100)[98])
        client = max(client, load.client)
    name = "(e) 95 % pages, 4 % search, 1 % feedback: 99th percentile at half / a search alone"
    times = [each / one for each, one in zip(slowest, alone, strict=True)]
    return [
        Row(name, "ratio", times, most=MOST_TIMES, client=client),
        Row("    a search alone, mean of seven", "ms", alone, digits=1),
        Row("    99th percentile at half", "ms", slowest, digits=1),
        Row("    of the pages alone, which are files", "ms", slowest_pages, digits=1),
        Row("    capacity", "a second", capacities, client=max(clients), digits=0),
    ]


def pages(bench: Bench) -> list[str]:
    """Return the addresses of all pages that are published as files."""
    sitemap = bench.front.ask("/sitemap.xml").body.decode()
    listed = [
        re.sub(r"^https?://[^/]+", "", each)
        for each in re.findall("<loc>([^<]+)</loc>", sitemap)
    ]
    return [each for each in listed if each not in MADE_EACH_TIME]


class Load:
    """Requests over connections that are kept, and what they took."""

    def __init__(self, bench: Bench, paths: list[str]):
        self.bench = bench
        self.dice = random.Random(1)  # noqa: S311
        self.paths = paths
        self.milliseconds: list[float] = []
        self.of_pages: list[float] = []
        self.rate = self.client = 0.0

    async def search_alone(self) -> float:
        """Return the mean of how many milliseconds each search takes while nothing else is asked for."""
        connection = self.connect()
        since = time.perf_counter()
        for _ in range(SEARCHES_ALONE):
            for words in WORDS_SEARCHED:
                await connection.status(get(f"/search/?q={quote(words)}"))
        connection.close()
        searches = SEARCHES_ALONE * len(WORDS_SEARCHED)
        return (time.perf_counter() - since) * 1000 / searches

    async def as_fast_as_answered(self) -> None:
        """Send the next request on each connection when the last was answered."""
        end = time.perf_counter() + SECONDS
        await self._measure([self._send_until(end) for _ in range(CONNECTIONS)])

    async def at_a_rate_of(self, rate: float) -> None:
        """Send requests when they are due, however long others take; waiting for a connection counts."""
        start = time.perf_counter() + 0.05
        due = (start + number / rate for number in range(int(rate * SECONDS)))
        await self._measure([self._send_when(due) for _ in range(CONNECTIONS * 4)])

    def connect(self, source: str = "127.0.0.1") -> Connection:
        """Return a connection with TLS, as that of a browser at the address ``source``."""
        front = self.bench.front
        tls = {"ssl": front.context, "server_hostname": HOST}
        return Connection(("127.0.0.1", front.port), local_addr=(source, 0), **tls)

    async def _measure(self, senders: list) -> None:
        start, own = time.perf_counter(), time.process_time()
        await asyncio.gather(*senders)
        seconds = time.perf_counter() - start
        self.rate = len(self.milliseconds) / seconds
        self.client = (time.process_time() - own) / seconds

    async def _send_until(self, end: float) -> None:
        connection = self.connect()
        while time.perf_counter() < end:
            await self._send(connection, time.perf_counter())
        connection.close()

    async def _send_when(self, due: Iterator[float]) -> None:
        connection = self.connect()
        for moment in due:
            await asyncio.sleep(max(0, moment - time.perf_counter()))
            await self._send(connection, moment)
        connection.close()

    async def _send(self, connection: Connection, since: float) -> None:
        chance = self.dice.random()
        if chance < WRITTEN:
            # A reader of their own: what comes from one address is limited.
            number = next(_numbers)
            writer = self.connect(
                f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            )
            status = await writer.status(_feedback(number))
            writer.close()
        elif chance < WRITTEN + SEARCHED:
            status = await connection.status(
                get(f"/search/?q={quote(self.dice.choice(WORDS_SEARCHED))}")
            )
        else:
            status = await connection.status(get(self.dice.choice(self.paths)))
        if status not in GOOD:
            sys.exit(f"A request of the mixed load was answered with {status}.")
        self.milliseconds.append((time.perf_counter() - since) * 1000)
        if chance >= WRITTEN + SEARCHED:
            self.of_pages.append(self.milliseconds[-1])


def get(path: str) -> bytes:
    """Return a request for ``path``."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    )


def _feedback(number: int) -> bytes:
    text = f"{number} of the mixed load. {WORDS}"
    fields = {
        "opened": opened(),
        "page_path": "",
        "about": "site",
        "useful": "partly",
        "text": text,
    }
    body = urlencode({**fields, "subject": ""}).encode()
    return (
        f"POST {reverse('feedback_send')} HTTP/1.1\r\nHost: {HOST}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body
