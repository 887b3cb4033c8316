"""Limits how often one network can submit feedback, without storing who submits."""

import hashlib
import hmac
import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

PERIOD_SECONDS = 10 * 60
MAX_SUBMISSIONS = 10
"""Submissions in a period from one address, which a whole library or police station may share."""


def count_and_check_limit(request: HttpRequest) -> bool:
    """Count this submission; return whether its network has exceeded the limit.

    The address is kept only as a hash with today's salt, in the cache, for ten minutes. If the cache is down,
    nothing is counted and everybody may submit, because what readers send matters more.
    """
    network = _network_of_request(request)
    if not network:  # behind a Unix socket all requests would share one count
        return False
    key = f"feedback:{_salted_hash(network)}"
    cache.add(key, 0, PERIOD_SECONDS)
    try:
        count = cache.incr(key)
    except ValueError:  # it expired between the two calls
        return False
    return (count or 0) > MAX_SUBMISSIONS


def _network_of_request(request: HttpRequest) -> str:
    """Return the IPv4 address, or the household's IPv6 network, of the sender; empty if it is unknown."""
    address = request.META["REMOTE_ADDR"]
    if settings.TRUSTED_PROXY:
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        version = ipaddress.ip_address(address).version
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{address}/{64 if version == 6 else 32}", strict=False))


def _salted_hash(network: str) -> str:
    salted = f"{timezone.localdate()} {network}"
    return hmac.new(settings.SECRET_KEY.encode(), salted.encode(), hashlib.sha256).hexdigest()
