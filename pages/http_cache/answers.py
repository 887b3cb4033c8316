"""An answer that holds for everybody, with what a reader needs so as not to fetch it twice.

The middleware makes one from what a view returned; a store keeps it. Both give it out in the same way.
"""

import hashlib
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.http import http_date, parse_http_date_safe

from .encodings import IDENTITY, chosen, encoded

Headers = list[tuple[str, str]]
ANSWER = "pages.http_cache.answer"
"""Under this name in the environment of a request the embedded store finds what it may keep."""
REVALIDATE = "public, max-age=0, must-revalidate"
"""Whoever keeps it, but for our own stores, asks again before showing it."""
CLOUDFLARE = "cloudflare"
"""The one front that has headers of its own, which like those of the others end there."""
OF_THE_BODY = ("content-type", "content-disposition", "content-language")
"""Headers that say what an answer of 304 does not bring."""
ETAG = re.compile(r'(?:W/)?("[^"]*")')


def not_for(front: str) -> Headers:
    """Return the headers that forbid ``front`` to keep an answer."""
    if front == CLOUDFLARE:
        return [("Cloudflare-CDN-Cache-Control", "no-store")]
    return [("Surrogate-Control", "no-store"), ("X-Accel-Expires", "0")]


class Reply(NamedTuple):
    """What goes over the wire."""

    status: int
    headers: Headers
    body: bytes


@dataclass
class Answer:
    """One answer of 200 in all its encodings; times are seconds since 1970."""

    body: bytes
    headers: Headers
    """Those that are the same for every reader; nothing of validators, encodings or lengths."""
    keys: frozenset[str] = frozenset()
    last_modified: int | None = None
    expires: float = 0.0
    """Until when stores may keep it; 0: not at all."""
    front: str = ""
    """The kind of front that reads how long it may keep it, if there is one."""
    copies: dict[str, bytes] = field(default_factory=dict)
    _whole: dict[str, Reply] = field(default_factory=dict)

    def __post_init__(self):
        """Name the bytes."""
        self.digest = hashlib.sha256(self.body).hexdigest()[:32]
        self.copies[IDENTITY] = self.body

    @property
    def size(self) -> int:
        """The memory that it takes, in bytes, headers included."""
        return sum(map(len, self.copies.values())) + 2_000

    def etag(self, encoding: str) -> str:
        """Return the strong validator of the answer in ``encoding``."""
        return f'"{self.digest}-{encoding}"' if encoding else f'"{self.digest}"'

    def reply(
        self, now: float, accept_encoding: str = "", if_none_match: str = "", if_modified_since: str = ""
    ) -> Reply:
        """Return the answer as it is due at ``now`` to whoever sent these headers."""
        if if_none_match:
            known = self._known(if_none_match)
        elif if_modified_since and self.last_modified is not None:
            since = parse_http_date_safe(if_modified_since)
            is_same = since is not None and self.last_modified <= min(since, now)
            known = self.etag(self._encoding(accept_encoding)) if is_same else ""
        else:
            known = ""
        if known:
            headers = [each for each in self.headers if each[0].lower() not in OF_THE_BODY]
            return Reply(304, [*headers, *self._validators(known, now), *self._for_front(now)], b"")
        encoding = self._encoding(accept_encoding)
        whole = self._whole.get(encoding)
        if whole is None:
            whole = self._in(encoding, now)
            if not self.front and (self.last_modified is None or self.last_modified <= now):
                self._whole[encoding] = whole
        return whole

    def _in(self, encoding: str, now: float) -> Reply:
        body = self.copies[encoding]
        headers = [*self.headers, *self._validators(self.etag(encoding), now), *self._for_front(now)]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        return Reply(200, [*headers, ("Content-Length", str(len(body)))], body)

    def _encoding(self, accept_encoding: str) -> str:
        """Return the encoding for whoever accepts ``accept_encoding``, and see to it that there is a copy."""
        encoding = chosen(accept_encoding) if accept_encoding else IDENTITY
        if encoding not in self.copies:
            copy = encoded(self.body, encoding)
            if copy is None:
                return IDENTITY
            self.copies[encoding] = copy
        return encoding

    def _known(self, if_none_match: str) -> str:
        """Return that one of the tags in ``if_none_match`` which names this answer, in whatever encoding."""
        if if_none_match.strip() == "*":
            return self.etag(IDENTITY)
        own = {self.etag(encoding) for encoding in (IDENTITY, "gzip", "br")}
        return next((tag for tag in ETAG.findall(if_none_match) if tag in own), "")

    def _validators(self, etag: str, now: float) -> Headers:
        headers = [("Cache-Control", REVALIDATE), ("Vary", "Accept-Encoding"), ("ETag", etag)]
        if self.last_modified is not None and self.last_modified <= now:
            headers.append(("Last-Modified", http_date(self.last_modified)))
        return headers

    def _for_front(self, now: float) -> Headers:
        """Return how long the front may keep the answer, and the keys by which it is purged."""
        if not self.front:
            return []
        # In its first second an answer lacks the time of its change, which HTTP tells in whole seconds.
        too_new = self.last_modified is not None and self.last_modified > now
        expires = min(self.expires, self.last_modified or 0) if too_new else self.expires
        # For less than a second, too: all who ask meanwhile wait for one answer.
        if int(expires) <= now:
            return not_for(self.front)
        seconds = f"max-age={int(expires - now)}"
        if self.front == CLOUDFLARE:
            return [("Cache-Tag", ",".join(sorted(self.keys))), ("Cloudflare-CDN-Cache-Control", seconds)]
        return [
            ("Surrogate-Key", " ".join(sorted(self.keys))),
            ("Surrogate-Control", seconds),
            ("X-Accel-Expires", f"@{int(expires)}"),
        ]
