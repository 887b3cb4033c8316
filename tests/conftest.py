"""What every test can ask for."""

import os
import shutil
import subprocess

import pytest
from django.conf import settings
from django.core.management.commands import flush
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from playwright.sync_api import expect, sync_playwright
from wagtail.models import Page, Site

from site_config.settings.environment import PROJECT_DIR
from tests.factories import HomePageFactory, SuperComplaintIndexPageFactory, UserFactory

# Chromium's sandbox does not start as root; the rest keeps it from calling its maker.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def _flush(self, _handle=flush.Command.handle, **options):
    """Empty the database after a transactional test, which the triggers of the log would refuse."""
    trigger = MigrationLoader(None).disk_migrations["moderation", "0004_append_only"].operations[0]
    with connection.schema_editor() as editor:
        trigger.reverse_code(None, editor)
    try:
        _handle(self, **options)
    finally:
        with connection.schema_editor() as editor:
            trigger.code(None, editor)


flush.Command.handle = _flush


def pytest_unconfigure(config):
    """Leave nothing behind."""
    shutil.rmtree(settings.TEST_FILES, ignore_errors=True)


@pytest.fixture
def home(db):
    """The home page of the default site."""
    root = Page.objects.get(depth=1)
    home = HomePageFactory(parent=root, title="Northamptonshire Police")
    Site.objects.filter(is_default_site=True).update(root_page=home)
    Site.clear_site_root_paths_cache()  # which an update does not, nor the end of another test
    return home


@pytest.fixture
def section(home):
    """The section of super-complaints."""
    return SuperComplaintIndexPageFactory(parent=home)


@pytest.fixture
def signed_in(client):
    """Return a function that signs the test client in as somebody with a role, and returns them."""

    def sign_in(*roles):
        user = UserFactory(roles=roles)
        client.force_login(user)
        return user

    return sign_in


@pytest.fixture(scope="session")
def chromium_program():
    """Where a Chromium is, found or installed by ``tests/setup/chromium``; without one the test fails."""
    found = os.environ.get("CHROMIUM") or subprocess.check_output(  # noqa: S603
        [PROJECT_DIR / "tests" / "setup" / "chromium"], text=True
    )
    return found.strip()


@pytest.fixture(scope="session")
def chromium(django_db_setup, chromium_program):
    """A real Chromium."""
    migrated_rows = connection._test_serialized_contents
    # From here on Playwright's loop runs in this thread: Django would refuse to touch the database, and
    # opens another connection, which does not know the rows that transactional tests are to start with.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        connection._test_serialized_contents = migrated_rows
        expect.set_options(timeout=20_000)
        browser = playwright.chromium.launch(executable_path=chromium_program, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture
def new_page(chromium, live_server):
    """Return a function that opens a page of a fresh profile, as wide as asked for."""
    contexts = []

    def open_page(width=1280, height=900, **options):
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
