"""A small site, the site that its exit leads to, and a reader at each browser in turn."""

import os
import subprocess
import sys

import pytest

from complaints.models import SuperComplaintPage
from pages.content.models import SafetyPage
from pages.feedback.models import FeedbackPage
from tests.browser.desktop import Desktop

# By its whole name, as Django imports it: by another it would be a second module, with
# an event of its own.
from tests.browser.quick_exit import urls
from tests.browser.readers import READERS
from tests.browser.stand_in import StandIn
from tests.databases import shared_content
from tests.effort import by_effort
from tests.factories import (
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    StandardPageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    make_home,
)
from tests.factories.published import add_live

COLOUR = "#7a0f5e"
"""The site's colour: a patch of it on the screen means that a page of ours can be seen."""


@pytest.fixture(scope="session")
def desktop():
    desktop = Desktop()
    yield desktop
    desktop.close()


@pytest.fixture
def stand_in():
    """The site that the exit leads to."""
    stand_in = StandIn()
    yield stand_in
    stand_in.close()


def pytest_generate_tests(metafunc):
    """Try each test in every browser; at small effort in one, unless the test names both.

    That is Chromium, and Firefox for the tests that are marked so.
    """
    given = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    if "browser" in metafunc.fixturenames and not any(
        "browser" in names for names in given
    ):
        one = (
            "firefox"
            if metafunc.definition.get_closest_marker("firefox")
            else "chromium"
        )
        metafunc.parametrize("browser", by_effort([one], list(READERS)), indirect=True)


@pytest.fixture
def browser(request):
    """A kind of reader, for tests that start one with wishes of their own."""
    return READERS[request.param]


@pytest.fixture
def start(browser, desktop):
    """Return a function that starts the reader's browser."""
    started = []

    def start_browser(**wishes):
        started.append(browser(desktop, **wishes))
        return started[-1]

    yield start_browser
    for reader in started:
        reader.close()


@pytest.fixture
def reader(start):
    """Somebody at a browser that is new to them."""
    return start()


@pytest.fixture
def busy():
    """Programs that keep the machine busy, if a measurement asks for them."""
    command = ["nice", sys.executable, "-c", "while True: pass"]
    programs = [
        subprocess.Popen(command)  # noqa: S603
        for _ in range(int(os.environ.get("BUSY", "0")))
    ]
    yield
    for program in programs:
        program.kill()
        program.wait()


@pytest.fixture
def leaves(stand_in, desktop):
    """Return a function that waits until a reader has left, and sees that nothing of the site is left."""

    def has_left(reader, *, times=1):
        reader.wait_for(
            lambda: len(stand_in.requests) >= times,
            message="Nobody asked for the weather.",
        )
        reader.wait_until_at(stand_in.address)
        reader.wait_for(lambda: not desktop.shows(COLOUR))

    return has_left


class Address:
    """Where the site's pages are."""

    def __init__(self, site: str, complaint: str, recommendation: str):
        self.home = f"{site}/"
        self.complaint = site + complaint
        self.recommendation = site + recommendation
        self.feedback = f"{site}/feedback/"
        self.safety = f"{site}/staying-safe-online/"
        self.loading = f"{site}/tests/loading/"
        self.cut = f"{site}/tests/cut/"
        self.unpainted = f"{site}/tests/unpainted/"
        self.stalled = f"{site}/tests/stalled/"
        self.broken = f"{site}/tests/broken/"
        self.long = f"{site}/long/"
        self.admin = f"{site}/admin/"


@shared_content
def site_to_leave():
    """A page of each kind that readers leave."""
    home = make_home()
    complaint = SuperComplaintPageFactory(
        parent=SuperComplaintIndexPageFactory(parent=home),
        title="Stalking",
        slug="stalking",
    )
    RecommendationResponsePageFactory(parent=complaint)
    StandardPageFactory(
        parent=home, slug="long", body=[("text", "<p>Some text.</p>" * 300)]
    )
    add_live(
        home,
        FeedbackPage(
            title="Feedback", slug="feedback", body=[("text", "<p>Hello.</p>")]
        ),
    )
    add_live(
        home,
        SafetyPage(
            title="Staying safe online",
            slug="staying-safe-online",
            body=[("text", "<p>Hello.</p>")],
        ),
    )


@pytest.fixture
def address(site_to_leave, live_server, stand_in, settings):
    """The addresses of a small site whose exit leads to the stand-in."""
    settings.ROOT_URLCONF = "tests.browser.quick_exit.urls"
    urls.rest_may_come.clear()
    SiteWordingFactory(exit_address=stand_in.address, brand_colour=COLOUR)
    complaint = SuperComplaintPage.objects.get()
    yield Address(live_server.url, complaint.url, complaint.get_children().get().url)
    urls.rest_may_come.set()
