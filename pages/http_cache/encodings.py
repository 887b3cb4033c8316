"""Compressed copies: which one a reader can take, made the same way every time."""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache

import brotli

IDENTITY = ""
SMALLEST = 200
"""Bytes from which on compressing is worth it."""
REFUSED = re.compile(r"q=0(\.0*)?")

# The first that a reader can take is chosen.
COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    # From 9 on it takes twenty to a hundred times as long, for a tenth less.
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=7),
    # Without a time in it, so that the same bytes give the same copy.
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
}


@lru_cache(maxsize=256)
def chosen(accept_encoding: str) -> str:
    """Return an encoding that ``accept_encoding`` allows (RFC 9110, 12.5.3); ``IDENTITY`` if none fits."""
    accepted: set[str] = set()
    refused: set[str] = set()
    for each in accept_encoding.lower().replace(" ", "").split(","):
        name, _, weight = each.partition(";")
        (refused if REFUSED.fullmatch(weight) else accepted).add(name)
    found = COMPRESS.keys() - refused if "*" in accepted else COMPRESS.keys() & accepted
    return next((name for name in COMPRESS if name in found), IDENTITY)


def encoded(body: bytes, encoding: str) -> bytes | None:
    """Return ``body`` in ``encoding``; ``None`` if that would not make it smaller."""
    if len(body) < SMALLEST:
        return None
    copy = COMPRESS[encoding](body)
    return copy if len(copy) < len(body) else None
