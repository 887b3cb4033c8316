"""Varnish with its module xkey, which purges hard by tag.

``FRONT_PURGE_ADDRESSES`` names each Varnish. Its configuration copies ``Surrogate-Key`` of an answer to
``xkey``, and purges what the header ``xkey-purge`` of a request names: ``xkey.purge(req.http.xkey-purge)``.
"""

from collections.abc import Collection
from itertools import batched

from django.conf import settings

from .sending import to_all

KEEPS_LATE_ANSWERS = True
MOST = 100
"""Keys in one request: Varnish takes 8 KB of one header."""


def purge(keys: Collection[str]) -> None:
    """Let every Varnish forget what shows ``keys``."""
    for some in batched(sorted(keys), MOST, strict=False):
        to_all("PURGE", settings.FRONT_PURGE_ADDRESSES, {"xkey-purge": " ".join(some)})
