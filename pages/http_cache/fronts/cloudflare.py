"""Cloudflare, which purges by ``Cache-Tag``: ``FRONT_SERVICE`` is the zone, ``FRONT_TOKEN`` may purge it."""

import json
from collections.abc import Collection
from itertools import batched

from django.conf import settings

from .purge_requests import NotPurgedError, send_request

KEEPS_LATE_RESPONSES = True
MAX_KEYS_PER_REQUEST = 100
"""Cloudflare accepts no more tags."""


def purge(keys: Collection[str]) -> None:
    """Purge ``keys``."""
    address = f"{settings.FRONT_PURGE_ADDRESSES[0]}/zones/{settings.FRONT_SERVICE}/purge_cache"
    headers = {"Authorization": f"Bearer {settings.FRONT_TOKEN}", "Content-Type": "application/json"}
    for batch in batched(sorted(keys), MAX_KEYS_PER_REQUEST, strict=False):
        response = send_request("POST", address, headers, json.dumps({"tags": batch}).encode())
        # Cloudflare may answer 200 although it has not purged.
        if not json.loads(response).get("success"):
            raise NotPurgedError(f"Cloudflare answered {response[:200]!r}")
