"""Published files in a folder of their own, and the site that they are made from."""

from types import SimpleNamespace
from unittest import mock

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError

from pages.published import editions, folder, serving, worker
from pages.published.serving import PublishedFiles

from .wsgi import get


@pytest.fixture
def new_server(settings):
    """Return a function that makes a server process with published files, and records what it makes."""
    settings.WAGTAILADMIN_BASE_URL = "http://localhost"

    def make(application=None):
        made = []
        django = application or WSGIHandler()

        def recorded(environ, start_response):
            made.append(environ["PATH_INFO"])
            return django(environ, start_response)

        server = PublishedFiles(recorded)
        return SimpleNamespace(
            application=server,
            made=made,
            get=lambda address, method="GET", **headers: get(
                server, address, method, **headers
            ),
        )

    return make


@pytest.fixture
def server(new_server):
    """One server process."""
    return new_server()


def files() -> set[str]:
    """Return the addresses of which the current edition has files."""
    root = folder.current_link() / folder.FILES
    names = (
        f"/{path.relative_to(root)}".removesuffix("index.html")
        for path in root.rglob("*")
    )
    return (
        {name for name in names if serving.is_published(name)}
        if root.exists()
        else set()
    )


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch, settings, tmp_path):
    settings.PUBLISHED_DIR = str(tmp_path / "published")
    editions._memory.cache_clear()
    worker._seen.clear()
    # Tests move the clock more often.
    monkeypatch.setattr(editions, "SECONDS_BETWEEN_CORRECTIONS", 0)
    monkeypatch.setitem(editions._corrections, "next", 0.0)
    # Whoever fills in a test's own thread would work more slowly ever after.
    monkeypatch.setattr(worker.os, "setpriority", lambda *_: None)


def without_database():
    """Return a context in which the database is away, as far as editions are concerned."""
    return mock.patch.object(
        editions, "current_if_begun", side_effect=OperationalError("gone")
    )
