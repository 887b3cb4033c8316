"""Chooses the encoding that a client accepts, and compresses bodies reproducibly."""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache

import brotli

IDENTITY = ""
MIN_COMPRESSED_BYTES = 200
"""A smaller body is not worth compressing."""
REFUSED_WEIGHT = re.compile(r"q=0(\.0*)?")

# In order of preference.
COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    # Quality 9 and above takes twenty to a hundred times as long and saves a tenth.
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=7),
    # Without a timestamp, so that the same bytes always give the same result.
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
}


@lru_cache(maxsize=256)
def choose_encoding(accept_encoding: str) -> str:
    """Return an encoding that ``accept_encoding`` allows (RFC 9110, 12.5.3); ``IDENTITY`` if none fits."""
    accepted: set[str] = set()
    refused: set[str] = set()
    for item in accept_encoding.lower().replace(" ", "").split(","):
        name, _, weight = item.partition(";")
        (refused if REFUSED_WEIGHT.fullmatch(weight) else accepted).add(name)
    allowed = COMPRESSORS.keys() - refused if "*" in accepted else COMPRESSORS.keys() & accepted
    return next((name for name in COMPRESSORS if name in allowed), IDENTITY)


def encode_body(body: bytes, encoding: str) -> bytes | None:
    """Return ``body`` in ``encoding``; ``None`` if that would not make it smaller."""
    if len(body) < MIN_COMPRESSED_BYTES:
        return None
    encoded_body = COMPRESSORS[encoding](body)
    return encoded_body if len(encoded_body) < len(body) else None
