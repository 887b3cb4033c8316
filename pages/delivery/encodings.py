"""Compressed copies: which one a reader can take, made the same way every time."""

import gzip
from collections.abc import Callable
from functools import lru_cache

import brotli

IDENTITY = ""
SMALLEST = 200
"""Bytes from which on compressing is worth it."""
LEAST_WANTED = 0.0001
"""How much a reader wants the plain bytes who does not say so: less than anything that is named."""

COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    # Without a time in it, so that the same bytes give the same copy.
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
    # From 9 on it takes twenty to a hundred times as long, for a tenth less.
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=7),
}
IN_ORDER = ["br", "gzip", IDENTITY]
"""What is chosen among what a reader wants equally."""


@lru_cache(maxsize=256)
def chosen(accept_encoding: str) -> str:
    """Return the encoding that ``accept_encoding`` asks for (RFC 9110, 12.5.3); ``IDENTITY`` if none fits."""
    wanted: dict[str, float] = {}
    for each in accept_encoding.lower().split(","):
        name, *parameters = (part.strip() for part in each.split(";"))
        wanted[name] = _weight(parameters)
    others = wanted.get("*", 0.0)
    weights = {name: wanted.get(name, wanted.get(f"x-{name}", others)) for name in COMPRESS}
    weights[IDENTITY] = wanted.get("identity", max(others, LEAST_WANTED) if "*" in wanted else LEAST_WANTED)
    best = max(IN_ORDER, key=lambda name: weights[name])
    return best if weights[best] else IDENTITY


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def encoded(body: bytes, encoding: str) -> bytes | None:
    """Return ``body`` in ``encoding``; ``None`` if that would not make it smaller."""
    if len(body) < SMALLEST:
        return None
    copy = COMPRESS[encoding](body)
    return copy if len(copy) < len(body) else None
