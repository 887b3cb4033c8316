"""Varnish with its module xkey, which removes responses by key.

``FRONT_PURGE_ADDRESSES`` names each Varnish. Its configuration must copy ``Surrogate-Key`` of a response to
``xkey``, and purge what the request header ``xkey-purge`` names: ``xkey.purge(req.http.xkey-purge)``.
"""

from collections.abc import Collection

from .purge_requests import send_keys

KEEPS_LATE_RESPONSES = True
MAX_KEYS_PER_REQUEST = 100
"""Varnish accepts 8 KB in one header."""


def purge(keys: Collection[str]) -> None:
    """Purge ``keys`` on every Varnish."""
    send_keys("PURGE", "xkey-purge", keys, MAX_KEYS_PER_REQUEST)
