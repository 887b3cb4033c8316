"""What every test can ask for."""

import gc
import os
import shutil
import subprocess
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.test import TransactionTestCase
from django.utils import timezone
from hypothesis import HealthCheck
from playwright.sync_api import expect, sync_playwright
from wagtail.models import Site

from complaints.models import SuperComplaintIndexPage
from pages.content.models import HomePage
from pages.core.protected_tables import EVERYTHING, PROCESS
from site_config.settings.environment import PROJECT_DIR

from .bench.sample.loader import load_sample
from .bench.sample.recommendations import recommendation_patterns
from .databases import DATABASES, EMPTY, Databases, shared_content
from .effort import EFFORT, left_out
from .factories import SuperComplaintIndexPageFactory, UserFactory, make_home
from .journeys.people import Colleague

pytest_plugins = ["tests.hanging", "tests.one_process", "tests.second_try"]

# Chromium's sandbox does not start as root; the rest keeps it from calling its maker.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# The same examples each time, however slow the machine.
hypothesis.settings.register_profile(
    "tests",
    deadline=None,
    derandomize=True,
    database=None,
    # A fixture of a function is shared by its examples: such a test counts on that.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
hypothesis.settings.load_profile("tests")


@pytest.hookimpl(trylast=True)  # after the order was drawn
def pytest_collection_modifyitems(config, items):
    """Leave out what small effort leaves out; begin with what takes longest.

    A slow test that came last would keep one process busy while the others have nothing
    left to do.
    """
    unwanted = set(left_out(items, config) if EFFORT != "full" else [])
    config.hook.pytest_deselected(items=list(unwanted))
    wanted = [item for item in items if item not in unwanted]
    items[:] = sorted(wanted, key=lambda item: not item.get_closest_marker("slow"))


def pytest_configure(config):
    """Look for no garbage while everything is loaded: that took a fifth of the time."""
    gc.disable()
    # What tests do themselves counts as a command; what they send as a request does
    # not.
    PROCESS.areas = frozenset({EVERYTHING})


def pytest_collection_finish(session):
    """Look for garbage seldom, and not in what is loaded by now: that took a sixth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Take another database before the fixtures of a test begin, if it asks for one."""
    if databases := item.config.stash.get(DATABASES, None):
        databases.use_for(item)


def pytest_unconfigure(config):
    """Leave nothing behind."""
    shutil.rmtree(settings.TEST_FILES, ignore_errors=True)


@pytest.fixture(scope="session")
def databases(
    tmp_path_factory,
    worker_id,
    django_test_environment,
    django_db_blocker,
    pytestconfig,
):
    """The databases of this process."""
    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        folder = folder.parent  # that of all processes of the run
    # Where tests/broken keeps the migrated database for its next run.
    folder = Path(os.environ.get("DATABASE_TEMPLATES", folder))
    with django_db_blocker.unblock():
        databases = pytestconfig.stash[DATABASES] = Databases(folder, worker_id)
        yield databases
        del pytestconfig.stash[DATABASES]
        databases.close()


@pytest.fixture(scope="session")
def django_db_setup(databases, django_db_blocker):
    """Work in a migrated database; a test that commits leaves another one behind to the next.

    Django would empty all tables after such a test, which takes seconds, loses the rows
    that migrations made, and which the triggers of the log refuse. It has no hook for
    another way.
    """
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        databases.use(EMPTY)
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda case: databases.renew()
        )
        yield


@shared_content
def home_alone():
    """The home page."""
    make_home()


@shared_content
def home_and_section():
    """The home page and the section of super-complaints."""
    SuperComplaintIndexPageFactory(parent=make_home())


@shared_content
def demonstration():
    """What ``load_demo`` loads."""
    call_command("load_demo", verbosity=0)


@shared_content
def sample():
    """Two super-complaints with two recommendations each."""
    load_sample(super_complaints=2, recommendations=2)


@shared_content
def sample_of_every_kind():
    """One recommendation of each kind that samples know."""
    load_sample(super_complaints=1, recommendations=len(recommendation_patterns()))


@pytest.fixture
def noon(time_machine):
    """Let it be noon tomorrow: no day ends while the test runs, and what it shares with others is older."""
    tomorrow = timezone.now() + timezone.timedelta(days=1)
    time_machine.move_to(tomorrow.replace(hour=12, minute=0, second=0, microsecond=0))


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    """Let fixtures of a module make what all its tests read; it is gone after the last of them.

    For modules whose tests commit nothing: what each of them changes is undone within
    it.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def home(home_alone, db):
    """The home page of the default site."""
    Site.clear_site_root_paths_cache()  # the end of another test does not
    return HomePage.objects.first() or make_home()


@pytest.fixture
def section(home_and_section, home):
    """The section of super-complaints."""
    return SuperComplaintIndexPage.objects.first() or SuperComplaintIndexPageFactory(
        parent=home
    )


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
def whole_chromium_program():
    """Where a Chromium with windows is: the one without cannot wait on a page that was kept in memory."""
    return subprocess.check_output(  # noqa: S603
        [PROJECT_DIR / "tests" / "setup" / "chromium", "whole"], text=True
    ).strip()


@pytest.fixture(scope="session")
def running_chromium(django_db_setup, chromium_program):
    """Return a function that gives a running Chromium: always the same, until it hangs and is ended."""
    # From here on Playwright's loop runs in this thread: Django would refuse to touch
    # the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        expect.set_options(timeout=60_000)
        browsers = []

        def running():
            if not browsers or not browsers[-1].is_connected():
                browsers.append(
                    playwright.chromium.launch(
                        executable_path=chromium_program, args=CHROMIUM_OPTIONS
                    )
                )
            return browsers[-1]

        yield running
        for browser in browsers:
            browser.close()
        connections.close_all()


@pytest.fixture
def chromium(running_chromium):
    """A real Chromium."""
    return running_chromium()


@pytest.fixture
def new_page(chromium, live_server):
    """Return a function that opens a page of a fresh profile, as wide as asked for.

    The test fails if a page, or a part of one, does what its content security policy
    forbids.
    """
    contexts, forbidden = [], []

    def note(message):
        if "Content Security Policy" in message.text:
            forbidden.append(
                f"{message.page.url if message.page else ''}: {message.text}"
            )

    def open_page(width=1280, height=900, **options):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            # What slides in is looked at where it stands in the end.
            **{"reduced_motion": "reduce", **options},
        )
        context.set_default_timeout(60_000)
        context.on("console", note)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not forbidden, "\n".join(forbidden)


@pytest.fixture
def page_with_memory(chromium, whole_chromium_program, live_server):
    """A page in a browser with a back-forward cache, which Playwright turns off otherwise."""
    browser = chromium.browser_type.launch(
        executable_path=whole_chromium_program,
        args=["--no-sandbox"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser.new_page(base_url=live_server.url)
    browser.close()


@pytest.fixture
def colleague(new_page, live_server):
    """Return a function that signs a user, or somebody with a role, in to the CMS in a browser."""

    def sign_in(who, **screen):
        user = UserFactory(roles=[who]) if isinstance(who, str) else who
        return Colleague(new_page(**screen), user, live_server.url)

    return sign_in
