"""Fastly, which knows ``Surrogate-Key``: ``FRONT_SERVICE`` is the service, ``FRONT_TOKEN`` may purge it."""

from collections.abc import Collection
from itertools import batched

from django.conf import settings

from .sending import send

KEEPS_LATE_ANSWERS = True
MOST = 256
"""Keys in one request."""


def purge(keys: Collection[str]) -> None:
    """Let Fastly forget what shows ``keys``; not softly, which would bring it back in a grace."""
    address = f"{settings.FRONT_PURGE_ADDRESSES[0]}/service/{settings.FRONT_SERVICE}/purge"
    for some in batched(sorted(keys), MOST, strict=False):
        headers = {"Fastly-Key": settings.FRONT_TOKEN, "Surrogate-Key": " ".join(some)}
        send("POST", address, {**headers, "Accept": "application/json"})
