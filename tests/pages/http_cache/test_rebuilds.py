"""Requests for a purged page wait while another one rebuilds it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from wagtail.models import Site

from pages.http_cache import embedded_cache, purge_file
from pages.http_cache.embedded_cache import PageCacheApplication
from pages.http_cache.public_response import ENVIRON_KEY
from tests.waiting import PATIENCE, wait_until

from .wsgi import environ, made


@pytest.fixture(autouse=True)
def _readers_wait_as_long_as_it_takes(monkeypatch):
    monkeypatch.setattr(embedded_cache, "MAX_WAIT_SECONDS", PATIENCE)


def waiting(store):
    """Return how many threads wait for what is being made."""
    return sum(len(made._cond._waiters) for made in store._being_rebuilt.values())


def test_requests_for_a_purged_page_wait_for_one_rebuild(store):
    made_by = []

    def application(environ, start_response):
        made_by.append(threading.current_thread())
        if len(made_by) > 1:
            wait_until(lambda: waiting(store) == 7)
        environ[ENVIRON_KEY] = made()
        start_response("200 OK", [])
        return [b"x"]

    def ask(_):
        return b"".join(cache(environ("/"), lambda status, headers: None))

    cache = PageCacheApplication(application, store)
    ask(0)
    purge_file.append_purge(store.purge_file.path, ["a"])
    with ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(ask, range(8)))

    assert len(made_by) == 2
    assert {each[:1] for each in answers} == {b"x"}


def test_nobody_waits_for_a_page_that_is_never_kept(store):
    together = threading.Barrier(8, timeout=PATIENCE)

    def application(environ, start_response):
        together.wait()
        start_response("200 OK", [])
        return [b"mine"]

    cache = PageCacheApplication(application, store)
    with ThreadPoolExecutor(8) as readers:
        for _ in range(2):
            answers = readers.map(lambda _: cache(environ("/admin/"), lambda *_: None), range(8))
            assert list(answers) == [[b"mine"]] * 8


def test_nobody_waits_for_a_page_that_is_kept_no_more(store):
    together = threading.Barrier(8, timeout=PATIENCE)
    keeps, alone = iter([True]), iter([True, True])

    def application(environ, start_response):
        if next(keeps, False):
            environ[ENVIRON_KEY] = made()
        if not next(alone, False):
            together.wait()
        start_response("410 Gone", [])
        return [b"gone"]

    def ask(_=None):
        return cache(environ("/"), lambda *_: None)

    cache = PageCacheApplication(application, store)
    ask()
    purge_file.append_purge(store.purge_file.path, ["a"])
    ask()
    with ThreadPoolExecutor(8) as readers:
        assert list(readers.map(ask, range(8))) == [[b"gone"]] * 8


def test_waiting_requests_continue_if_the_rebuild_fails(store):
    fails = iter([False, True])

    def application(environ, start_response):
        if next(fails, False):
            wait_until(lambda: waiting(store) == 3)
            raise OSError
        environ[ENVIRON_KEY] = made()
        start_response("200 OK", [])
        return [b"x"]

    def ask(_):
        try:
            return b"".join(cache(environ("/"), lambda status, headers: None))[:1]
        except OSError:
            return b"failed"

    cache = PageCacheApplication(application, store)
    ask(0)
    purge_file.append_purge(store.purge_file.path, ["a"])
    with ThreadPoolExecutor(4) as readers:
        assert sorted(readers.map(ask, range(4))) == [b"failed", b"x", b"x", b"x"]


class CountedLock:
    """A lock that tells how often somebody wanted it."""

    def __init__(self):
        self.wanted = 0
        self._lock = threading.Lock()

    def __enter__(self):
        self.wanted += 1
        self._lock.acquire()

    def __exit__(self, *_):
        self._lock.release()


def test_no_thread_sends_a_purged_page_while_another_applies_the_purge(store, monkeypatch):
    address = ("http", False, "localhost", "/")
    begun, may_go_on = threading.Event(), threading.Event()
    monkeypatch.setattr(Site, "clear_site_root_paths_cache", lambda: (begun.set(), may_go_on.wait(PATIENCE)))
    store.put(address, made(), store.apply_new_purges())
    purge_file.append_purge(store.purge_file.path, ["a"])
    store._lock = CountedLock()

    with ThreadPoolExecutor(2) as threads:
        threads.submit(store.apply_new_purges)
        assert begun.wait(PATIENCE)
        asked = threads.submit(lambda: (store.apply_new_purges(), store.get(address, 0)))
        wait_until(lambda: store._lock.wanted == 2 or asked.done())
        may_go_on.set()

    assert asked.result()[1] is None
