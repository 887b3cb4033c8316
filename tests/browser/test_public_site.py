"""The real content in a real browser: accessibility, narrow screens, few requests, nothing stored unasked."""

import re

import pytest
from playwright.sync_api import expect

from .accessible import faults_at, faults_of
from .addresses import public_addresses
from .settled import settle

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

REQUESTS_OF_A_FIRST_VIEW = 4
STORED = """async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(database => database.name), ...await caches.keys(),
    ...(await navigator.serviceWorker.getRegistrations()).map(worker => worker.scope),
]"""


@pytest.fixture
def addresses(demonstration, live_server):
    return public_addresses()


def test_a_first_view_of_every_page_is_sound(new_page, live_server, addresses):
    """It asks this site for little and stores nothing; axe finds nothing; it fits every width."""
    for address in addresses:
        page = new_page(width=320)
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(address)
        settle(page)

        assert len(asked) <= REQUESTS_OF_A_FIRST_VIEW, asked
        assert all(url.startswith((live_server.url, "data:")) for url in asked), asked
        assert page.context.cookies() == [], address
        assert page.evaluate(STORED) == [], address
        assert faults_of(page) == [], address
        # WCAG 2.2, criterion 1.4.10: 1280 CSS pixels at 400 % leave 320 by 256.
        page.set_viewport_size({"width": 320, "height": 256})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        page.context.close()


def test_the_keyboard_reaches_the_way_out_first(new_page, addresses):
    page = new_page()
    page.goto("/super-complaints/stalking/")

    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text(re.compile("Skip to main content"))
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text(re.compile("Leave this site"))
    box = page.locator(":focus").bounding_box()
    assert box["height"] >= 44


def test_a_reader_finds_a_response_without_scripts(new_page, addresses):
    page = new_page(width=320, height=640, java_script_enabled=False)
    page.goto("/")

    page.get_by_role("main").get_by_role("link", name="super-complaints").first.click()
    page.get_by_role("heading", name="Section 60 stop and search").get_by_role("link").click()
    page.get_by_role("link", name=re.compile("Recommendation 3|Read .*3")).or_(
        page.get_by_role("main").locator("a[href$='recommendation-3/']")
    ).first.click()

    main = page.get_by_role("main")
    expect(main).to_contain_text("Accepted")
    expect(main).to_contain_text("14 June 2024")


def test_the_maintenance_page_passes_axe(new_page, addresses, settings):
    settings.MAINTENANCE = True

    assert faults_at(new_page(), ["/"]) == ""
