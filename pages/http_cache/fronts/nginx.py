"""nginx with the configuration of ``deploy/nginx``, which records the keys of what it keeps.

``FRONT_PURGE_ADDRESSES`` names the purge address of each host, such as ``http://127.0.0.1:6081/purge``.
"""

from collections.abc import Collection

from .purge_requests import send_keys

KEEPS_LATE_RESPONSES = False
MAX_KEYS_PER_REQUEST = 200
"""The keys travel in a header."""


def purge(keys: Collection[str]) -> None:
    """Purge ``keys`` on every host. When this returns, no host keeps an older response."""
    send_keys("POST", "Surrogate-Key", keys, MAX_KEYS_PER_REQUEST)
