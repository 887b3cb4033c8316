"""One request to a front. Whatever went wrong is raised, so that the purge stays to be tried again.

Wagtail's back ends for caches in front write failures to the log and go on as if all were well.
"""

import http.client
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

PATIENCE_SECONDS = 5
"""So long a publication waits at most for a front that does not answer, at each step."""


class NotPurgedError(Exception):
    """The front answered, and not that it had purged."""


def send(method: str, address: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """Send a request and return what came back.

    Raises ``NotPurgedError`` for any answer but a good one, ``OSError`` or ``HTTPException`` if none came.
    """
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE_SECONDS)
    try:
        connection.request(method, parts.path or "/", body or None, dict(headers))
        response = connection.getresponse()
        answer = response.read()
    finally:
        connection.close()
    if not 200 <= response.status < 300:
        raise NotPurgedError(f"{parts.hostname} answered {response.status}: {answer[:200]!r}")
    return answer


def to_all(method: str, addresses: Sequence[str], headers: Mapping[str, str]) -> None:
    """Send the same request to all ``addresses`` at once, and raise afterwards what failed.

    One that does not answer keeps no other waiting.
    """

    def attempt(address: str) -> str:
        try:
            send(method, address, headers)
        except (NotPurgedError, OSError, http.client.HTTPException) as error:
            return f"{address}: {error or type(error).__name__}"
        return ""

    with ThreadPoolExecutor(len(addresses)) as threads:
        if failed := [each for each in threads.map(attempt, addresses) if each]:
            raise NotPurgedError("; ".join(failed))
