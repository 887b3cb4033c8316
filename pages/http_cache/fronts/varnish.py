"""Varnish with its module xkey, which removes responses by key.

``FRONT_PURGE_ADDRESSES`` names each Varnish. Its configuration must copy ``Surrogate-Key`` of a response to
``xkey``, and purge what the request header ``xkey-purge`` names: ``xkey.purge(req.http.xkey-purge)``.
"""

from collections.abc import Collection
from itertools import batched

from django.conf import settings

from .purge_requests import send_to_all

KEEPS_LATE_RESPONSES = True
MAX_KEYS_PER_REQUEST = 100
"""Varnish accepts 8 KB in one header."""


def purge(keys: Collection[str]) -> None:
    """Purge ``keys`` on every Varnish."""
    for batch in batched(sorted(keys), MAX_KEYS_PER_REQUEST, strict=False):
        send_to_all("PURGE", settings.FRONT_PURGE_ADDRESSES, {"xkey-purge": " ".join(batch)})
