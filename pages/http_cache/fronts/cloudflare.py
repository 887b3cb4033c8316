"""Cloudflare, which knows ``Cache-Tag``: ``FRONT_SERVICE`` is the zone, ``FRONT_TOKEN`` may purge it."""

import json
from collections.abc import Collection
from itertools import batched

from django.conf import settings

from .sending import NotPurgedError, send

KEEPS_LATE_ANSWERS = True
MOST = 100
"""Tags in one request."""


def purge(keys: Collection[str]) -> None:
    """Let Cloudflare forget what shows ``keys``."""
    address = f"{settings.FRONT_PURGE_ADDRESSES[0]}/zones/{settings.FRONT_SERVICE}/purge_cache"
    headers = {"Authorization": f"Bearer {settings.FRONT_TOKEN}", "Content-Type": "application/json"}
    for some in batched(sorted(keys), MOST, strict=False):
        answer = send("POST", address, headers, json.dumps({"tags": some}).encode())
        # It may answer 200 and say that it did not.
        if not json.loads(answer).get("success"):
            raise NotPurgedError(f"Cloudflare answered {answer[:200]!r}")
