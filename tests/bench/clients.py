"""Many clients at once, each on connections that it keeps; cheap, so as not to be what is measured."""

import asyncio
import re
import time
from dataclasses import dataclass
from typing import Any

Address = tuple[str, int]
NO_ANSWER = 0
PATIENCE_SECONDS = 30
_LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)
_CHUNKED = re.compile(rb"^transfer-encoding: *chunked", re.IGNORECASE | re.MULTILINE)


@dataclass
class Answers:
    """What came back for a number of requests."""

    statuses: list[list[int]]
    """For each request the status of each copy; ``NO_ANSWER`` where none came."""
    latencies: list[float]
    """Seconds that each answer took."""
    seconds: float = 0
    client_seconds: float = 0
    """Time of a processor that the clients took for themselves."""


def send(
    address: Address, requests: list[bytes], clients: int, copies: int = 1
) -> Answers:
    """Send ``requests`` over ``clients`` connections, each of them as ``copies`` at the same moment."""
    return asyncio.run(_send(address, requests, clients, copies))


async def _send(
    address: Address, requests: list[bytes], clients: int, copies: int
) -> Answers:
    answers = Answers([[] for _ in requests], [])
    waiting = iter(enumerate(requests))

    async def send_what_waits() -> None:
        connections = [Connection(address) for _ in range(copies)]
        for number, request in waiting:
            for status, seconds in await asyncio.gather(
                *(connection.send(request) for connection in connections)
            ):
                answers.statuses[number].append(status)
                answers.latencies.append(seconds)
        for connection in connections:
            connection.close()

    start, client_start = time.perf_counter(), time.process_time()
    await asyncio.gather(*(send_what_waits() for _ in range(clients // copies)))
    answers.seconds = time.perf_counter() - start
    answers.client_seconds = time.process_time() - client_start
    return answers


class Connection:
    """A connection that is opened when it is needed, and anew after it broke."""

    def __init__(self, address: Address, **options: Any):
        """Lead to ``address``; ``options`` are those of asyncio."""
        self.address, self.options = address, options
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, request: bytes) -> tuple[int, float]:
        """Return the status of the answer and the seconds that it took."""
        start = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                status = await self.status(request)
        except (OSError, EOFError):
            self.close()
            status = NO_ANSWER
        return status, time.perf_counter() - start

    async def status(self, request: bytes) -> int:
        """Return the status of the answer, once all of it has come."""
        if self.streams is None:
            self.streams = await asyncio.open_connection(*self.address, **self.options)
        reader, writer = self.streams
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if length := _LENGTH.search(head):
            await reader.readexactly(int(length[1]))
        elif _CHUNKED.search(head):
            while size := int(await reader.readuntil(b"\r\n"), 16):
                await reader.readexactly(size + 2)
            await reader.readexactly(2)
        return int(head.split(b" ", 2)[1])

    def close(self) -> None:
        """End the connection."""
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None
