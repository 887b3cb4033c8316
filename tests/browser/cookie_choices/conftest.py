"""A small site with both groups of optional cookies, a reader at its banner, and a stand-in for Matomo."""

import pytest
from playwright.sync_api import Page, expect

from pages.cookies.models import CookiesPage
from tests.browser.settled import settle
from tests.deploy.recorder import Recorder, recording
from tests.factories import SiteWordingFactory, StandardPageFactory
from tests.factories.published import add_live
from tests.waiting import wait_until

MATOMO = b"""
(function () {
  var told = {};
  window._paq.forEach(function (order) { told[order[0]] = order.slice(1); });
  ['_pk_id', '_pk_ses', '_pk_ref'].forEach(function (name) {
    document.cookie = name + '.' + told.setSiteId + '.1fff=x;path=/;samesite=lax;max-age=1800';
  });
  var query = new URLSearchParams({
    idsite: told.setSiteId, url: told.setCustomUrl, urlref: told.setReferrerUrl || document.referrer
  });
  navigator.sendBeacon(told.setTrackerUrl + '?' + query);
})();
"""
"""Does with its orders what Matomo's own script does: sets its cookies and tells of one visit."""


class Statistics(Recorder):
    """A Matomo of the same operator that only notes what it is asked for."""

    host = "localhost"

    def answer(self, request):
        return (
            200,
            {"Content-Type": "text/javascript"},
            MATOMO if request.path.endswith("matomo.js") else b"",
        )

    def wait_for(self, count: int) -> None:
        """Wait until so many requests have come."""
        wait_until(lambda: len(self.requests) >= count, lambda: str(self.requests))


@pytest.fixture
def statistics(settings):
    """The operator's statistics, switched on."""
    with recording(Statistics) as statistics:
        settings.STATISTICS_ADDRESS = f"{statistics.address}/matomo/"
        yield statistics


@pytest.fixture
def site(live_server, home):
    """A home page, a page of text and the cookies page, under a notice that can be closed."""
    SiteWordingFactory(
        phase="beta", phase_sentence="This site is new.", cookie_policy_version=3
    )
    StandardPageFactory(
        parent=home, slug="long", body=[("text", "<p>Some text.</p>" * 100)]
    )
    add_live(
        home,
        CookiesPage(
            title="Cookies", slug="cookies", body=[("text", "<p>Some text.</p>")]
        ),
    )
    return live_server.url


class Reader:
    """Somebody at a page of the site, and at its banner."""

    def __init__(self, page: Page, origin: str = "", *, scripts: bool = True):
        self.page, self.scripts = page, scripts
        self.origin = origin
        self.banner = page.locator(".cookie-banner")
        self.accept, self.reject, self.customise = (
            self.banner.get_by_text(f"{word} ", exact=False).and_(
                self.banner.locator(".govuk-button")
            )
            for word in ("Accept", "Reject", "Customise")
        )
        self.saved = page.get_by_text("Your cookie preferences have been saved.")
        self.failed = page.get_by_text(
            "Sorry, there was a technical problem. Please try again."
        )
        self.hide = self.banner.get_by_role("button", name="Hide this message")
        self.notice = page.locator(".phase")
        self.close_notice = self.notice.get_by_role("button", name="Hide this notice")

    def goto(self, address: str) -> "Reader":
        self.page.goto(self.origin + address)
        self._settle()
        return self

    def _settle(self) -> None:
        # Where scripts are off nothing goes on after the page has loaded, and nothing
        # could tell so.
        if self.scripts:
            settle(self.page)

    def choose(self, answer: str) -> "Reader":
        getattr(self, answer).click()
        expect(self.saved).to_be_visible()
        return self

    def save_on_the_page(self, **answers) -> "Reader":
        """Answer each group by yes or no on the cookies page."""
        self.goto("/cookies/")
        for group, answer in answers.items():
            self.page.locator(f"[name={group}][value={answer}]").check()
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Save cookie choice").click()
        self._settle()
        return self

    @property
    def cookies(self) -> dict[str, str]:
        return {
            cookie["name"]: cookie["value"] for cookie in self.page.context.cookies()
        }


@pytest.fixture
def reader(new_page, site):
    """Somebody who has never been here."""
    return Reader(new_page())


@pytest.fixture
def reader_who_goes_back(page_with_memory, site):
    """Somebody whose browser has a back-forward cache."""
    return Reader(page_with_memory, site)


@pytest.fixture
def new_reader(new_page, site):
    """Return a function that brings somebody else, with a screen of their own."""

    def bring(*, origin="", **screen):
        return Reader(
            new_page(**screen), origin, scripts=screen.get("java_script_enabled", True)
        )

    return bring
