"""nginx with the configuration of ``deploy/nginx``, which records the keys of what it keeps.

``FRONT_PURGE_ADDRESSES`` names the purge address of each host, such as ``http://127.0.0.1:6081/purge``.
"""

from collections.abc import Collection
from itertools import batched

from django.conf import settings

from .purge_requests import send_to_all

KEEPS_LATE_RESPONSES = False
MAX_KEYS_PER_REQUEST = 200
"""The keys travel in a header."""


def purge(keys: Collection[str]) -> None:
    """Purge ``keys`` on every host. When this returns, no host keeps an older response."""
    for batch in batched(sorted(keys), MAX_KEYS_PER_REQUEST, strict=False):
        send_to_all("POST", settings.FRONT_PURGE_ADDRESSES, {"Surrogate-Key": " ".join(batch)})
