"""Asks other hosts: by https, by a public address, within a limit of time."""

import ipaddress
import socket
import ssl
import threading
from http import HTTPStatus
from http.client import HTTPException, HTTPSConnection
from urllib.parse import SplitResult, quote, urljoin, urlsplit

SECONDS_FOR_A_STEP = 10
MAX_REDIRECTS = 3
SAFE = "%/:=&?~#+!$,;'@()*[]"
"""Characters of an address that are sent as they are; all that is not ASCII is percent-encoded."""
USER_AGENT = "super-complaints"
MOVED = {301, 302, 303, 307, 308}


class FetchError(Exception):
    """There was no good answer; the message says why."""


class _Connection(HTTPSConnection):
    """Connects to the very address that was checked, so that a second answer of the name changes nothing."""

    connected: socket.socket | None = None
    """Its socket, which it lets go of as soon as it hands out the answer."""

    was_cut = False

    def connect(self) -> None:
        plain = socket.create_connection(
            (_public_address(self.host, self.port), self.port), self.timeout
        )
        self.sock = ssl.create_default_context().wrap_socket(
            plain, server_hostname=self.host
        )
        self.connected = self.sock

    def cut(self) -> None:
        """Wake whoever waits for another byte."""
        self.was_cut = True
        if self.connected:
            self.connected.shutdown(socket.SHUT_RDWR)


UNKNOWN_METHOD = {
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_IMPLEMENTED,
}


def status_of(address: str, seconds: float) -> int:
    """Return the status of a public host, which need not send the file.

    Raises ``FetchError``.
    """
    status = _ask("HEAD", address, seconds)
    if status in UNKNOWN_METHOD:
        status = _ask("GET", address, seconds)
    return status


def _ask(method: str, address: str, seconds: float) -> int:
    for _ in range(MAX_REDIRECTS + 1):
        parts = urlsplit(address)
        # An address with a port or a user name is refused.
        if parts.scheme != "https" or parts.netloc.lower() != parts.hostname:
            raise FetchError(f"“{address}” is not an https address of a plain host.")
        connection = _Connection(parts.netloc, timeout=min(SECONDS_FOR_A_STEP, seconds))
        watch = threading.Timer(seconds, connection.cut)
        watch.daemon = True
        watch.start()
        try:
            target = _request_target(parts)
            connection.request(method, target, headers={"User-Agent": USER_AGENT})
            response = connection.getresponse()
            if connection.was_cut:
                raise TimeoutError
            if response.status not in MOVED:
                return response.status
            address = urljoin(address, response.headers.get("Location", ""))
        except TimeoutError as error:
            raise FetchError("It takes too long.") from error
        except (OSError, HTTPException, ValueError) as error:
            raise FetchError(f"It cannot be read: {error}.") from error
        finally:
            watch.cancel()
            connection.close()
    raise FetchError(f"It redirects more than {MAX_REDIRECTS} times.")


def _request_target(parts: SplitResult) -> str:
    path = parts.path or "/"
    if parts.query:
        path = f"{path}?{parts.query}"
    return quote(path, safe=SAFE)


def _public_address(host: str, port: int) -> str:
    """Return an address of ``host``.

    Raises ``FetchError`` if one of them is not public.
    """
    addresses = {
        str(info[4][0])
        for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    }
    for ip_address in addresses:
        if not ipaddress.ip_address(ip_address.partition("%")[0]).is_global:
            raise FetchError(
                f"“{host}” leads to {ip_address}, which is not a public address."
            )
    return min(addresses)
