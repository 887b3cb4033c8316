"""A response that is the same for every reader, with the validators that spare readers a second download.

The middleware builds it from what a view returned, and the embedded cache keeps it. Both send it alike.
"""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from django.utils.http import http_date, parse_http_date_safe

from .encodings import IDENTITY, choose_encoding, encode_body

Headers = list[tuple[str, str]]
ENVIRON_KEY = "pages.http_cache.public_response"
"""The key in the WSGI environment under which the embedded cache finds a response that it may keep."""
REVALIDATE_ALWAYS = "public, max-age=0, must-revalidate"
"""The ``Cache-Control`` of public responses: every cache but our own revalidates before each use."""
CLOUDFLARE = "cloudflare"
"""The only front that has its own headers. Like those of the other fronts, they are not passed on."""
BODY_HEADERS = ("content-type", "content-disposition", "content-language")
"""Headers that describe the body, which a 304 response does not have."""
ETAG_PATTERN = re.compile(r'(?:W/)?("[^"]*")')


def no_store_headers(front: str) -> Headers:
    """Return the headers that forbid ``front`` to keep a response."""
    if front == CLOUDFLARE:
        return [("Cloudflare-CDN-Cache-Control", "no-store")]
    return [("Surrogate-Control", "no-store"), ("X-Accel-Expires", "0")]


class WireResponse(NamedTuple):
    """What is sent to one client."""

    status: int
    headers: Headers
    body: bytes | Path


@dataclass
class PublicResponse:
    """One response of status 200 in all its encodings. Times are seconds since 1970."""

    body: bytes
    headers: Headers
    """Headers that do not depend on the client: no validators, encodings or lengths."""
    keys: frozenset[str] = frozenset()
    last_modified: int | None = None
    expires: float = 0.0
    """Until when caches may keep it; 0 forbids them to keep it."""
    front: str = ""
    """The kind of front that reads how long it may keep the response; empty if there is no front."""
    encoded_bodies: dict[str, bytes] = field(default_factory=dict)
    _full_responses: dict[str, WireResponse] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Compute the digest that the entity tags are made of."""
        self.digest = hashlib.sha256(self.body).hexdigest()[:32]
        self.encoded_bodies[IDENTITY] = self.body

    @property
    def size(self) -> int:
        """The memory that it takes, in bytes, headers included."""
        return sum(map(len, self.encoded_bodies.values())) + 2_000

    def etag(self, encoding: str) -> str:
        """Return the strong entity tag of the response in ``encoding``."""
        return f'"{self.digest}-{encoding}"' if encoding else f'"{self.digest}"'

    def for_client(
        self, now: float, accept_encoding: str = "", if_none_match: str = "", if_modified_since: str = ""
    ) -> WireResponse:
        """Return what to send at ``now`` to the client that sent these request headers."""
        if if_none_match:
            known_etag = self._matching_etag(if_none_match)
        elif if_modified_since and self.last_modified is not None:
            since = parse_http_date_safe(if_modified_since)
            is_unmodified = since is not None and self.last_modified <= min(since, now)
            known_etag = self.etag(self._negotiate_encoding(accept_encoding)) if is_unmodified else ""
        else:
            known_etag = ""
        if known_etag:
            headers = [each for each in self.headers if each[0].lower() not in BODY_HEADERS]
            headers += [*self._validator_headers(known_etag, now), *self._front_headers(now)]
            return WireResponse(304, headers, b"")
        encoding = self._negotiate_encoding(accept_encoding)
        response = self._full_responses.get(encoding)
        if response is None:
            response = self._full_response(encoding, now)
            # Without a front, and once ``Last-Modified`` is sent, the headers no longer depend on the time.
            if not self.front and (self.last_modified is None or self.last_modified <= now):
                self._full_responses[encoding] = response
        return response

    def _full_response(self, encoding: str, now: float) -> WireResponse:
        body, length = self._body_and_length(encoding)
        headers = [
            *self.headers,
            *self._validator_headers(self.etag(encoding), now),
            *self._front_headers(now),
        ]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        return WireResponse(200, [*headers, ("Content-Length", str(length))], body)

    def _body_and_length(self, encoding: str) -> tuple[bytes | Path, int]:
        body = self.encoded_bodies[encoding]
        return body, len(body)

    def _negotiate_encoding(self, accept_encoding: str) -> str:
        """Return the encoding for a client that sends ``accept_encoding``, and prepare its body if needed."""
        encoding = choose_encoding(accept_encoding) if accept_encoding else IDENTITY
        if encoding not in self.encoded_bodies:
            encoded_body = encode_body(self.body, encoding)
            if encoded_body is None:
                return IDENTITY
            self.encoded_bodies[encoding] = encoded_body
        return encoding

    def _matching_etag(self, if_none_match: str) -> str:
        """Return the tag in ``if_none_match`` that names this response in any encoding, if any."""
        if if_none_match.strip() == "*":
            return self.etag(IDENTITY)
        own_etags = {self.etag(encoding) for encoding in (IDENTITY, "gzip", "br")}
        return next((etag for etag in ETAG_PATTERN.findall(if_none_match) if etag in own_etags), "")

    def _validator_headers(self, etag: str, now: float) -> Headers:
        headers = [("Cache-Control", REVALIDATE_ALWAYS), ("Vary", "Accept-Encoding"), ("ETag", etag)]
        if self.last_modified is not None and self.last_modified <= now:
            headers.append(("Last-Modified", http_date(self.last_modified)))
        return headers

    def _front_headers(self, now: float) -> Headers:
        """Return how long the front may keep the response, and the keys by which it is purged."""
        if not self.front:
            return []
        # HTTP tells times in whole seconds, so in its first second a response has no ``Last-Modified``. The
        # front may keep it only until it has one.
        is_too_new = self.last_modified is not None and self.last_modified > now
        expires = min(self.expires, self.last_modified or 0) if is_too_new else self.expires
        # A lifetime of less than a second is worth it, too: all who ask meanwhile wait for one response.
        if int(expires) <= now:
            return no_store_headers(self.front)
        max_age = f"max-age={int(expires - now)}"
        if self.front == CLOUDFLARE:
            return [("Cache-Tag", ",".join(sorted(self.keys))), ("Cloudflare-CDN-Cache-Control", max_age)]
        return [
            ("Surrogate-Key", " ".join(sorted(self.keys))),
            ("Surrogate-Control", max_age),
            ("X-Accel-Expires", f"@{int(expires)}"),
        ]
