"""Fastly, which purges by ``Surrogate-Key``: ``FRONT_SERVICE`` is the service, ``FRONT_TOKEN`` may purge."""

from collections.abc import Collection
from itertools import batched

from django.conf import settings

from .purge_requests import send_request

KEEPS_LATE_RESPONSES = True
MAX_KEYS_PER_REQUEST = 256
"""Fastly accepts no more."""


def purge(keys: Collection[str]) -> None:
    """Purge ``keys``. It is no soft purge, after which Fastly could still serve an outdated response."""
    address = f"{settings.FRONT_PURGE_ADDRESSES[0]}/service/{settings.FRONT_SERVICE}/purge"
    for batch in batched(sorted(keys), MAX_KEYS_PER_REQUEST, strict=False):
        headers = {"Fastly-Key": settings.FRONT_TOKEN, "Surrogate-Key": " ".join(batch)}
        send_request("POST", address, {**headers, "Accept": "application/json"})
