"""The page cache inside the server's own process, ahead of Django: for a site without a front.

Every worker process has its own; what one of them changes, all forget before their next answer. Behind a
front a process keeps no pages, and still forgets what Wagtail remembers in it.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event, Lock
from typing import Any

from django.conf import settings
from wagtail.models import Site

from . import purge_file
from .answers import ANSWER, Answer
from .keys import EVERYTHING
from .tracking import without_tracking

Address = tuple[str, bool, str, str]
REASONS = {200: "200 OK", 304: "304 Not Modified"}
MOST_REMEMBERED = 50_000
"""Keys of which it is known when they were last purged, and addresses of which an answer was kept."""
MOST_BYTES = 64 * 2**20
"""The most memory that the pages of one process take."""
PATIENCE_SECONDS = 5
"""So long those who ask for what was kept before wait for the one who is making it anew."""


def purge(keys: Iterable[str]) -> None:
    """Let every process on this machine forget what shows ``keys``."""
    if names := list(keys):
        # Wagtail has emptied it already, but before the change was committed.
        Site.clear_site_root_paths_cache()
        purge_file.append(settings.PURGES, names)


class Store:
    """Answers by address, forgotten by key; the least recently asked for go first when there are too many."""

    def __init__(self, path: Path, most_bytes: int):
        """Follow the purges in ``path`` and hold at most ``most_bytes``; with 0, nothing."""
        self.file = purge_file.PurgeFile(path)
        self.most_bytes = most_bytes
        self.answers: dict[Address, Answer] = {}
        self._by_key: dict[str, set[Address]] = defaultdict(set)
        self._lock = Lock()
        self._turn = 0
        self._purged: dict[str, int] = {}
        """In which turn each key was last purged."""
        self._kept_before: set[Address] = set()
        self._being_made: dict[Address, Event] = {}

    def turn(self) -> int:
        """Catch up with the purges, and return how many turns there have been."""
        if self.file.has_news():
            with self._lock:
                self._forget(self.file.news())
                # Only now: whoever finds no news takes what is kept without waiting for this lock.
                self.file.heeded()
        return self._turn

    def get(self, address: Address, now: float) -> Answer | None:
        """Return the answer at ``address`` if it is kept and still holds."""
        answer = self.answers.get(address)
        if answer is None or answer.expires <= now:
            return None
        return answer

    def put(self, address: Address, answer: Answer, began: int) -> None:
        """Keep ``answer``, unless something that it shows was purged since the turn ``began``."""
        self.turn()
        if not self.most_bytes:
            return
        with self._lock:
            if any(self._purged.get(key, 0) > began for key in (EVERYTHING, *answer.keys)):
                return
            self._drop(address)
            self.answers[address] = answer
            if len(self._kept_before) > MOST_REMEMBERED:
                self._kept_before.clear()
            self._kept_before.add(address)
            for key in answer.keys:
                self._by_key[key].add(address)
            self._make_room()

    def wait_or_begin(self, address: Address) -> Event | None:
        """Wait while another thread makes anew what was kept at ``address``.

        If none does, return what the caller is to hand to ``made`` when it has made it. Nobody waits for what
        is not known to be kept.
        """
        with self._lock:
            if address not in self._kept_before:
                return None
            making = self._being_made.get(address)
            if making is None:
                self._being_made[address] = begun = Event()
                return begun
        making.wait(PATIENCE_SECONDS)
        return None

    def made(self, address: Address, begun: Event, is_kept: bool) -> None:
        """Let go on who waits for ``address``, and nobody wait for it again unless it may be kept."""
        with self._lock:
            del self._being_made[address]
            if not is_kept:
                self._kept_before.discard(address)
        begun.set()

    def touch(self, address: Address) -> None:
        """Note that ``address`` was asked for."""
        with self._lock:
            if answer := self.answers.pop(address, None):
                self.answers[address] = answer

    def _forget(self, keys: list[str]) -> None:
        if not keys:
            return
        self._turn += 1
        # Wagtail's own memory of where sites begin, which only the process that changed it has emptied.
        Site.clear_site_root_paths_cache()
        if EVERYTHING in keys or len(self._purged) > MOST_REMEMBERED:
            self.answers.clear()
            self._by_key.clear()
            self._purged = {EVERYTHING: self._turn}
        for key in keys:
            self._purged[key] = self._turn
            for address in list(self._by_key.get(key, ())):
                self._drop(address)

    def _drop(self, address: Address) -> None:
        answer = self.answers.pop(address, None)
        for key in answer.keys if answer else ():
            self._by_key[key].discard(address)
            if not self._by_key[key]:
                del self._by_key[key]

    def _make_room(self) -> None:
        held = sum(answer.size for answer in self.answers.values())
        while held > self.most_bytes and self.answers:
            oldest = next(iter(self.answers))
            held -= self.answers[oldest].size
            self._drop(oldest)


class PageCache:
    """A WSGI application that answers from its store what it can, and else asks ``application``."""

    def __init__(self, application: Callable, store: Store):
        """Stand before ``application``."""
        self.application = application
        self.store = store

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        """Answer from the store; cookies change nothing about what is public."""
        address = _address(environ)
        if address is None:
            self.store.turn()
            return self.application(environ, start_response)
        began, now, answer = self._look_for(address)
        if answer is None:
            begun = self.store.wait_or_begin(address)
            if begun is None:
                began, now, answer = self._look_for(address)
            if answer is None:
                return self._make(address, began, begun, environ, start_response)
        self.store.touch(address)
        status, headers, content = answer.reply(
            now,
            environ.get("HTTP_ACCEPT_ENCODING", ""),
            environ.get("HTTP_IF_NONE_MATCH", ""),
            environ.get("HTTP_IF_MODIFIED_SINCE", ""),
        )
        start_response(REASONS[status], list(headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]

    def _look_for(self, address: Address) -> tuple[int, float, Answer | None]:
        """Return the turn and the time at which the store was asked, and what it keeps at ``address``."""
        # In this order: what was purged before the request came is never given out.
        began = self.store.turn()
        now = time.time()
        return began, now, self.store.get(address, now)

    def _make(self, address: Address, began: int, begun: Event | None, environ, start_response):
        """Let the application answer, and keep the answer if it may be kept."""
        made = None
        try:
            body = self.application(environ, start_response)
            if made := environ.pop(ANSWER, None):
                self.store.put(address, made, began)
        finally:
            if begun:
                self.store.made(address, begun, made is not None)
        return body


def _address(environ: dict[str, Any]) -> Address | None:
    """Return what tells answers apart; ``None`` if the request is for nothing that is kept."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    query = environ.get("QUERY_STRING")
    if query and without_tracking(query):
        return None
    return (
        environ["wsgi.url_scheme"],
        environ.get("HTTP_X_FORWARDED_PROTO") == "https",
        environ.get("HTTP_HOST", ""),
        environ.get("PATH_INFO", ""),
    )


def around(application: Callable) -> Callable:
    """Return ``application`` with a page cache in front of it, an empty one if the settings ask for none."""
    most_bytes = MOST_BYTES if settings.PAGE_CACHE else 0
    return PageCache(application, Store(settings.PURGES, most_bytes))
