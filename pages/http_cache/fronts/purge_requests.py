"""Sends purge requests to a front, and raises every failure so that the purge is tried again.

Wagtail's front-end cache back ends only log failures and carry on.
"""

import http.client
import time
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import batched
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT_SECONDS = 5
"""The longest that a publication waits for a front that does not answer, at each step of the request."""
NOTICED_SECONDS = 1
"""From when on a publication has been delayed: one that refuses at once delays none."""
SILENT_SECONDS = 30
"""How long only the worker asks a front again that did not answer: nobody else waits for it twice."""

_silent_until: dict[str, float] = {}


class NotPurgedError(Exception):
    """The front answered that it has not purged."""


def send_request(method: str, address: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """Send a request and return the body of the response.

    Raises ``NotPurgedError`` for any status but 2xx, ``OSError`` or ``HTTPException`` without a response.
    """
    parts = urlsplit(address)
    is_https = parts.scheme == "https"
    connection_class = http.client.HTTPSConnection if is_https else http.client.HTTPConnection
    connection = connection_class(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request(method, parts.path or "/", body or None, dict(headers))
        response = connection.getresponse()
        response_body = response.read()
    finally:
        connection.close()
    if not 200 <= response.status < 300:
        raise NotPurgedError(f"{parts.hostname} answered {response.status}: {response_body[:200]!r}")
    return response_body


def ask_silent_fronts_again() -> None:
    """Ask those that did not answer, too, from now on."""
    _silent_until.clear()


def send_keys(method: str, header: str, keys: Collection[str], most: int) -> None:
    """Send ``keys`` in ``header`` to every front, ``most`` of them in a request.

    Raises ``NotPurgedError`` for all failures at the end: a front that is away keeps no other from any key.
    """
    failures = [
        failure
        for batch in batched(sorted(keys), most, strict=False)
        for failure in _send_to_all(method, settings.FRONT_PURGE_ADDRESSES, {header: " ".join(batch)})
    ]
    if failures:
        raise NotPurgedError("; ".join(dict.fromkeys(failures)))


def _send_to_all(method: str, addresses: Sequence[str], headers: Mapping[str, str]) -> list[str]:
    """Send the same request to all ``addresses`` in parallel, and return what failed.

    An address that does not answer delays no other, and fails at once for ``SILENT_SECONDS`` from then on.
    """

    def send_and_describe_failure(address: str) -> str:
        if _silent_until.get(address, 0) > time.monotonic():
            return f"{address}: did not answer a moment ago"
        asked_at = time.monotonic()
        try:
            send_request(method, address, headers)
        except (NotPurgedError, OSError, http.client.HTTPException) as error:
            now = time.monotonic()
            if isinstance(error, OSError) and now - asked_at > NOTICED_SECONDS:
                _silent_until[address] = now + SILENT_SECONDS
            return f"{address}: {error or type(error).__name__}"
        return ""

    with ThreadPoolExecutor(len(addresses)) as threads:
        return [each for each in threads.map(send_and_describe_failure, addresses) if each]
