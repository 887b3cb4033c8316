"""Slows down whoever sends without end, and remembers nobody for it."""

import hashlib
import hmac
import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

PERIOD_SECONDS = 10 * 60
LIMIT = 10
"""Submissions in a period from one address, which a whole library or police station may share."""


def is_exceeded(request) -> bool:
    """Count this submission; return whether too many came from its address.

    The address is kept only as a hash with today's salt, in the cache, for ten minutes. A cache that is
    down counts nothing and lets everybody through: what readers send matters more.
    """
    network = _network(request)
    if not network:  # behind a socket: one count would hold for everybody
        return False
    key = f"feedback:{_hash(network)}"
    cache.add(key, 0, PERIOD_SECONDS)
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out between the two
        return False
    return (count or 0) > LIMIT


def _network(request) -> str:
    """Return the address, or for IPv6 one household's network, that a request came from, if it is known."""
    address = request.META["REMOTE_ADDR"]
    if settings.TRUSTED_PROXY:
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        version = ipaddress.ip_address(address).version
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{address}/{64 if version == 6 else 32}", strict=False))


def _hash(network: str) -> str:
    salted = f"{timezone.localdate()} {network}"
    return hmac.new(settings.SECRET_KEY.encode(), salted.encode(), hashlib.sha256).hexdigest()
