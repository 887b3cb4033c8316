"""Rows a and b: a published page, beside the same bytes from the least that could serve them."""

import gzip
import http.client
import json
import os
from pathlib import Path

from tests.bench import server
from tests.bench.size import sized
from tests.ports import free_ports

from . import processors
from .load import Load, load
from .site import Bench
from .table import Row

ROUNDS = sized(18, 1)
"""An even number, so that each is as often first as last."""
PAGE = "/super-complaints/"
OF_THE_SERVER = ("Date", "Server", "Connection")
OF_A_FILE, OF_A_BARE_APPLICATION = 0.95, 0.8


def rows(bench: Bench) -> list[Row]:
    """Measure both."""
    return [*_front(bench), *_embedded(bench)]


def _front(bench: Bench) -> list[Row]:
    """Ask nginx for a published page and, in turn, for the same bytes from a file elsewhere."""
    kept = bench.front.ask(PAGE, Accept_Encoding="gzip")
    assert kept["Content-Encoding"] == "gzip"
    # At an address as long as the page's, and as deep.
    path = f"{PAGE[:-2]}/x"
    beside = bench.files / path[1:]
    beside.parent.mkdir()
    beside.write_bytes(gzip.decompress(kept.body))
    beside.with_name(f"{beside.name}.gz").write_bytes(kept.body)
    ours = f"https://localhost:{bench.front.port}{PAGE}"
    file = f"https://localhost:{bench.files_port}{path}"
    found = _in_turn({"front": ours, "file": file, "again": file})
    size = len(kept.body)
    return [
        *_told(
            "(a) published page / nginx's file, TLS",
            found,
            ("front", "file"),
            OF_A_FILE,
            size,
        ),
        Row(
            "    file / itself, as exact as this is",
            "ratio",
            _ratios(found["again"], found["file"]),
        ),
    ]


def _embedded(bench: Bench) -> list[Row]:
    """Ask gunicorn for a published page, and a bare application for the same bytes, in turn."""
    bare = bench.folder / "bare.json"
    options = [*bench.options[1:], "--workers", "1"]
    with processors.children_on(processors.SERVERS):
        (port,) = free_ports(1)
        own = {
            "BASE_URL": f"http://127.0.0.1:{port}",
            "PUBLISHED_DIR": str(bench.folder / "embedded"),
            "PUBLISHED_LINK": "",
            "TRUSTED_PROXY": "0",
        }
        log = bench.folder / "embedded.log"
        ours = server.serving(
            ["site_config.wsgi", *options], log, {**os.environ, **own}, port
        )
        with ours as address:
            answer = _ask(address)
            _write(bare, answer)
            environment = {**os.environ, "BENCH_ANSWER": str(bare)}
            application = "tests.bench.delivery.bare:application"
            log = bench.folder / "bare.log"
            with server.serving(
                [application, *options], log, environment
            ) as bare_address:
                found = _in_turn(
                    {
                        "embedded": f"http://127.0.0.1:{address[1]}{PAGE}",
                        "bare": f"http://127.0.0.1:{bare_address[1]}{PAGE}",
                    }
                )
    size = len(answer[1])
    name = "(b) embedded page / bare application"
    return _told(name, found, ("embedded", "bare"), OF_A_BARE_APPLICATION, size)


def _in_turn(addresses: dict[str, str]) -> dict[str, list[Load]]:
    found: dict[str, list[Load]] = {name: [] for name in addresses}
    for address in addresses.values():
        load(address, Accept_Encoding="gzip")
    for number in range(ROUNDS):
        # There and back: a machine that gets slower or faster meanwhile favours none.
        for name in list(addresses)[:: 1 if number % 2 else -1]:
            found[name].append(load(addresses[name], Accept_Encoding="gzip"))
    return found


def _told(
    name: str,
    found: dict[str, list[Load]],
    names: tuple[str, str],
    least: float,
    size: int,
) -> list[Row]:
    one, other = (found[each] for each in names)
    client = max(each.client for each in one + other)
    return [
        Row(
            f"{name}, {size:,} bytes",
            "ratio",
            _ratios(one, other),
            least=least,
            client=client,
        ),
        *(
            Row(
                f"    {each}", "a second", [load.rate for load in found[each]], digits=0
            )
            for each in names
        ),
    ]


def _ratios(one: list[Load], other: list[Load]) -> list[float]:
    # On a busy machine nothing may come back within the shortest round.
    return [mine.rate / max(its.rate, 1) for mine, its in zip(one, other, strict=True)]


def _ask(address: tuple[str, int]) -> tuple[list[tuple[str, str]], bytes]:
    connection = http.client.HTTPConnection(*address, timeout=60)
    connection.request("GET", PAGE, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return [
        getheader
        for getheader in response.getheaders()
        if getheader[0] not in OF_THE_SERVER
    ], body


def _write(path: Path, answer: tuple[list[tuple[str, str]], bytes]) -> None:
    headers, body = answer
    path.write_text(json.dumps({"headers": headers, "body": body.hex()}))
