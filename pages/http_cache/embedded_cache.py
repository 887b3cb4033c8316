"""A page cache inside the server process, in front of Django, for a site without any other front.

Every worker process has its own cache; a change purges all of them before their next response. Behind a
front, a process keeps no pages, but still clears what Wagtail remembers in it.
"""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event, Lock
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

from . import purge_file
from .keys import EVERYTHING
from .public_response import ENVIRON_KEY, PublicResponse
from .tracking_parameters import strip_tracking_parameters

CacheAddress = tuple[str, bool, str, str]
"""Scheme, whether the proxy was asked over HTTPS, host and path."""
Environ = dict[str, Any]
PORT = re.compile(r":(\d*)$")
STATUS_LINES = {200: "200 OK", 304: "304 Not Modified"}
MAX_REMEMBERED = 50_000
"""How many purged keys, and how many addresses with a cached response, are remembered."""
MAX_BYTES = 64 * 2**20
"""The most memory that the cached pages of one process take."""
MAX_WAIT_SECONDS = 5
"""How long a request waits while another one rebuilds a page that was cached before."""


def purge(keys: Iterable[str]) -> None:
    """Make every process on this machine purge the responses that have one of ``keys``."""
    if names := list(keys):
        # Wagtail has cleared this cache already, but before the change was committed.
        Site.clear_site_root_paths_cache()
        purge_file.append_purge(settings.PURGES, names)


class ResponseStore:
    """Responses by address, purged by key. The least recently used are evicted when memory runs out.

    A generation is the number of purges applied so far. A response that was started in an earlier generation
    is not kept if one of its keys was purged since.
    """

    def __init__(self, path: Path, max_bytes: int) -> None:
        """Follow the purges in the file at ``path`` and hold at most ``max_bytes``; 0 keeps nothing."""
        self.purge_file = purge_file.PurgeFile(path)
        self.max_bytes = max_bytes
        self.responses: dict[CacheAddress, PublicResponse] = {}
        self._addresses_by_key: dict[str, set[CacheAddress]] = defaultdict(set)
        self._lock = Lock()
        self._generation = 0
        self._purged_in_generation: dict[str, int] = {}
        """The generation in which each key was last purged."""
        self._cached_before: set[CacheAddress] = set()
        self._being_rebuilt: dict[CacheAddress, Event] = {}

    def apply_new_purges(self) -> int:
        """Apply the purges that are new in the file, and return the current generation."""
        if self.purge_file.has_unapplied_purges():
            with self._lock:
                self._purge(self.purge_file.read_new_keys())
                # Not before: a thread that sees no unapplied purges reads the responses without this lock.
                self.purge_file.mark_applied()
        return self._generation

    def get(self, address: CacheAddress, now: float) -> PublicResponse | None:
        """Return the response for ``address``; ``None`` if there is none or it has expired."""
        response = self.responses.get(address)
        if response is None or response.expires <= now:
            return None
        return response

    def put(self, address: CacheAddress, response: PublicResponse, generation: int) -> None:
        """Keep ``response``, unless one of its keys was purged since ``generation``, when it was started."""
        self.apply_new_purges()
        if not self.max_bytes:
            return
        with self._lock:
            keys = (EVERYTHING, *response.keys)
            if any(self._purged_in_generation.get(key, 0) > generation for key in keys):
                return
            self._remove(address)
            self.responses[address] = response
            if len(self._cached_before) > MAX_REMEMBERED:
                self._cached_before.clear()
            self._cached_before.add(address)
            for key in response.keys:
                self._addresses_by_key[key].add(address)
            self._evict_until_it_fits()

    def wait_or_start_rebuild(self, address: CacheAddress) -> Event | None:
        """Wait if another thread is rebuilding the page at ``address``; otherwise start to rebuild it.

        Returns the event that the caller must pass to ``finish_rebuild``, or ``None`` if it waited. For an
        address that was never cached nobody waits, and the result is ``None``, too.
        """
        with self._lock:
            if address not in self._cached_before:
                return None
            running_rebuild = self._being_rebuilt.get(address)
            if running_rebuild is None:
                self._being_rebuilt[address] = own_rebuild = Event()
                return own_rebuild
        running_rebuild.wait(MAX_WAIT_SECONDS)
        return None

    def finish_rebuild(self, address: CacheAddress, rebuild: Event, may_be_kept: bool) -> None:
        """Release the threads that wait for ``address``. If it may not be kept, nobody waits for it again."""
        with self._lock:
            del self._being_rebuilt[address]
            if not may_be_kept:
                self._cached_before.discard(address)
        rebuild.set()

    def mark_as_recently_used(self, address: CacheAddress) -> None:
        """Move ``address`` to the end of the order of eviction."""
        with self._lock:
            if response := self.responses.pop(address, None):
                self.responses[address] = response

    def _purge(self, keys: list[str]) -> None:
        if not keys:
            return
        self._generation += 1
        # Wagtail remembers the root paths of sites; only the process that changed them has cleared that.
        Site.clear_site_root_paths_cache()
        if EVERYTHING in keys or len(self._purged_in_generation) > MAX_REMEMBERED:
            self.responses.clear()
            self._addresses_by_key.clear()
            self._purged_in_generation = {EVERYTHING: self._generation}
        for key in keys:
            self._purged_in_generation[key] = self._generation
            for address in list(self._addresses_by_key.get(key, ())):
                self._remove(address)

    def _remove(self, address: CacheAddress) -> None:
        response = self.responses.pop(address, None)
        for key in response.keys if response else ():
            self._addresses_by_key[key].discard(address)
            if not self._addresses_by_key[key]:
                del self._addresses_by_key[key]

    def _evict_until_it_fits(self) -> None:
        used_bytes = sum(response.size for response in self.responses.values())
        while used_bytes > self.max_bytes and self.responses:
            oldest = next(iter(self.responses))
            used_bytes -= self.responses[oldest].size
            self._remove(oldest)


class PageCacheApplication:
    """A WSGI application that answers from its store if it can, and otherwise calls ``application``."""

    def __init__(self, application: Callable, store: ResponseStore) -> None:
        """Wrap ``application``."""
        self.application = application
        self.store = store

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        """Answer one request. Cookies are ignored, because public pages do not depend on them."""
        address = _cache_address(environ)
        if address is None:
            self.store.apply_new_purges()
            return self.application(environ, start_response)
        generation, now, response = self._look_up(address)
        if response is None:
            rebuild = self.store.wait_or_start_rebuild(address)
            if rebuild is None:
                generation, now, response = self._look_up(address)
            if response is None:
                return self._call_application(address, generation, rebuild, environ, start_response)
        self.store.mark_as_recently_used(address)
        status, headers, content = response.for_client(
            now,
            environ.get("HTTP_ACCEPT_ENCODING", ""),
            environ.get("HTTP_IF_NONE_MATCH", ""),
            environ.get("HTTP_IF_MODIFIED_SINCE", ""),
        )
        start_response(STATUS_LINES[status], list(headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [cast(bytes, content)]

    def _look_up(self, address: CacheAddress) -> tuple[int, float, PublicResponse | None]:
        """Return the generation and time of the look-up, and the response that the store has."""
        # In this order, so that nothing is sent that was purged before the request came.
        generation = self.store.apply_new_purges()
        now = time.time()
        return generation, now, self.store.get(address, now)

    def _call_application(
        self,
        address: CacheAddress,
        generation: int,
        rebuild: Event | None,
        environ: Environ,
        start_response: Callable,
    ) -> Iterable[bytes]:
        """Return the response of the application, and keep it if it may be kept."""
        public_response = None
        try:
            body = self.application(environ, start_response)
            if public_response := environ.pop(ENVIRON_KEY, None):
                self.store.put(address, public_response, generation)
        finally:
            if rebuild:
                self.store.finish_rebuild(address, rebuild, public_response is not None)
        return body


def _cache_address(environ: Environ) -> CacheAddress | None:
    """Return the address under which a response is kept; ``None`` if the request is not for a kept page."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    query = environ.get("QUERY_STRING")
    if query and strip_tracking_parameters(query):
        return None
    host = environ.get("HTTP_HOST", "").lower()
    port = PORT.search(host)
    own_port = urlsplit(settings.WAGTAILADMIN_BASE_URL).port
    if port and port[1] not in {str(own_port), environ.get("SERVER_PORT")}:
        return None  # one would come for each port that somebody thinks of
    return (
        environ["wsgi.url_scheme"],
        environ.get("HTTP_X_FORWARDED_PROTO") == "https",
        host,
        environ.get("PATH_INFO", ""),
    )


def with_page_cache(application: Callable) -> Callable:
    """Return ``application`` behind a page cache, which keeps nothing if the settings turn it off."""
    max_bytes = MAX_BYTES if settings.PAGE_CACHE else 0
    return PageCacheApplication(application, ResponseStore(settings.PURGES, max_bytes))
