"""Counts how often somebody does something, in memory and without storing who it is.

Each process counts for itself.
"""

import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac


def count(name: str, subject: str, seconds: int) -> int:
    """Count ``subject``, kept as a hash with today's salt; return how often it was counted by now."""
    key = _key(name, subject)
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it expired between the two calls
        return 0


def count_and_check(name: str, subject: str, most: int, seconds: int) -> bool:
    return count(name, subject, seconds) > most


def count_and_check_network(
    name: str, request: HttpRequest, most: int, seconds: int
) -> bool:
    """Count and check the network that sent ``request``.

    One that is unknown has no limit.
    """
    network = _network_of_request(request)
    # Behind a Unix socket all requests would share one count.
    return bool(network) and count_and_check(name, network, most, seconds)


def network_is_at_limit(name: str, request: HttpRequest, most: int) -> bool:
    """Return True if one more from the network that sent ``request`` would be too much; count nothing."""
    network = _network_of_request(request)
    return bool(network) and (cache.get(_key(name, network)) or 0) >= most


def client_address(request: HttpRequest) -> str:
    """Return the address of the sender; empty if it is unknown."""
    address = request.META["REMOTE_ADDR"]
    if settings.TRUSTED_PROXY:
        address = (
            request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
        )
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return ""


PREFIX_LENGTHS = {4: 32, 6: 64}
"""How many bits of an address of each version name a household."""


def _network_of_request(request: HttpRequest) -> str:
    """Return the IPv4 address, or the household's IPv6 network, of the sender; empty if it is unknown."""
    address = client_address(request)
    if not address:
        return ""
    length = PREFIX_LENGTHS[ipaddress.ip_address(address).version]
    return str(ipaddress.ip_network(f"{address}/{length}", strict=False))


def _key(name: str, subject: str) -> str:
    return f"{name}:{salted_hmac(name, f'{timezone.localdate()} {subject}', algorithm='sha256').hexdigest()}"
