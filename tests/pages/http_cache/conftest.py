"""A page cache like the default one, empty for each test."""

from types import SimpleNamespace

import pytest
from django.core.handlers.wsgi import WSGIHandler

from pages.http_cache.embedded_cache import PageCacheApplication, ResponseStore
from tests.factories import StandardPageFactory, publish

from .wsgi import get


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Return what makes a test's change count as committed when it is left."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def page(home, committed, time_machine):
    """A page of text, published a while ago; the clock stands still."""
    time_machine.move_to("2038-03-01T09:00Z", tick=False)
    with committed():
        page = publish(StandardPageFactory(parent=home, title="Help", slug="help"))
    time_machine.shift(60)
    return page


@pytest.fixture
def new_cache(settings, tmp_path):
    """Return a function that makes a page cache which follows the purges of this test."""
    settings.PAGE_CACHE = True
    settings.PURGES = tmp_path / "purges"

    def make(max_bytes=2**26, application=None):
        made = []
        django = application or WSGIHandler()

        def counted(environ, start_response):
            made.append(environ["PATH_INFO"])
            return django(environ, start_response)

        cache = PageCacheApplication(counted, ResponseStore(settings.PURGES, max_bytes))
        paths = lambda: {address[-1] for address in cache.store.responses}  # noqa: E731
        return SimpleNamespace(
            application=cache,
            store=cache.store,
            made=made,
            get=lambda address, method="GET", **headers: get(cache, address, method, **headers),
            kept=lambda: (cache.store.apply_new_purges(), paths())[1],
        )

    return make


@pytest.fixture
def cache(new_cache):
    """One page cache."""
    return new_cache()


@pytest.fixture
def store(tmp_path):
    return ResponseStore(tmp_path / "purges", 100_000)
