"""Signs a request as Amazon's services want it (Signature Version 4); one request needs no library."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

Credentials = tuple[str, str, str, str]
"""Name of the key, the key, region and service."""


class Request(NamedTuple):
    """What is to be signed."""

    method: str
    address: str
    headers: Mapping[str, str]
    body: bytes


def signed(request: Request, who: Credentials, now: datetime) -> dict[str, str]:
    """Return the headers of ``request`` with the date and the signature."""
    identity, secret, region, service = who
    moment = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{moment[:8]}/{region}/{service}/aws4_request"
    sent = {**request.headers, "X-Amz-Date": moment}
    names, form = _canonical(request._replace(headers=sent))
    text = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(form.encode()).hexdigest()])
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = _hmac(key, part)
    sent["Authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={identity}/{scope}, SignedHeaders={names}, "
        f"Signature={_hmac(key, text).hex()}"
    )
    return sent


def _canonical(request: Request) -> tuple[str, str]:
    """Return the names of the signed headers, and the request in the one form in which it is signed."""
    parts = urlsplit(request.address)
    lower = {name.lower(): value.strip() for name, value in request.headers.items()}
    names = ";".join(sorted(lower))
    lines = "".join(f"{name}:{lower[name]}\n" for name in sorted(lower))
    query = "&".join(sorted(parts.query.split("&")))
    digest = hashlib.sha256(request.body).hexdigest()
    return names, "\n".join([request.method, parts.path or "/", query, lines, names, digest])


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
