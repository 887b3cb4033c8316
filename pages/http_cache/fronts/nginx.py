"""nginx with the configuration of ``deploy/nginx``, which knows by key what it keeps.

``FRONT_PURGE_ADDRESSES`` names each host's address for purges, like ``http://127.0.0.1:6081/purge``.
"""

from collections.abc import Collection
from itertools import batched

from django.conf import settings

from .sending import to_all

KEEPS_LATE_ANSWERS = False
MOST = 200
"""Keys in one request: they travel in a header."""


def purge(keys: Collection[str]) -> None:
    """Let every host forget what shows ``keys``; nothing older is kept once this has returned."""
    for some in batched(sorted(keys), MOST, strict=False):
        to_all("POST", settings.FRONT_PURGE_ADDRESSES, {"Surrogate-Key": " ".join(some)})
