"""Chooses the encoding that a client accepts."""

import re
from functools import lru_cache

SUFFIXES = {"": "", "br": ".br", "gzip": ".gz"}
"""What the name of a file ends with in each encoding."""
PREFERRED = ("br", "gzip")
REFUSED_WEIGHT = re.compile(r"q=0(\.0*)?")


@lru_cache(maxsize=256)
def accepted_encodings(accept_encoding: str) -> tuple[str, ...]:
    """Return the encodings that ``accept_encoding`` allows (RFC 9110, 12.5.3), the best first, none last."""
    accepted: set[str] = set()
    refused: set[str] = set()
    for item in accept_encoding.lower().replace(" ", "").split(","):
        name, _, weight = item.partition(";")
        (refused if REFUSED_WEIGHT.fullmatch(weight) else accepted).add(name)
    allowed = set(PREFERRED) - refused if "*" in accepted else accepted.intersection(PREFERRED) - refused
    return (*(name for name in PREFERRED if name in allowed), "")
