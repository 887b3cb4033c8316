"""The real content in a real browser: rules of accessibility, narrow screens and few requests.

axe finds about a third of what WCAG asks for; the rest is looked at by people.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from wagtail.models import Page

from tests.browser.settled import settle

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
REQUESTS_OF_A_FIRST_VIEW = 4
LIST = "/super-complaints/recommendations/"


@pytest.fixture
def addresses(demonstration, live_server):
    """Every public address of the real content, and one that does not exist."""
    pages = [page.url for page in Page.objects.live().filter(depth__gt=1)]
    lists = [LIST, f"{LIST}?progress=unfinished&state=nonsense&nonsense=1", f"{LIST}?state=reopened"]
    return [*pages, *lists, "/no-such-page/"]


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_passes_axe_and_fits_the_width(new_page, addresses, width):
    page = new_page(width=width)
    axe = Axe()
    found = {}
    for address in addresses:
        page.goto(address)
        result = axe.run(page, options={"runOnly": WCAG_2_2_AA})
        if result.violations_count:
            found[address] = result.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address

    assert found == {}


def test_everything_can_be_read_at_400_percent(new_page, addresses):
    # WCAG 2.2, criterion 1.4.10: 1280 CSS pixels at 400 % leave 320 by 256.
    page = new_page(width=320, height=256)
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_a_first_view_asks_for_little_and_only_of_this_site(new_page, live_server, addresses):
    for address in addresses[:-1]:
        page = new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(address)
        settle(page)

        assert len(asked) <= REQUESTS_OF_A_FIRST_VIEW, asked
        assert all(url.startswith((live_server.url, "data:")) for url in asked), asked
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
    page = new_page(width=320)

    page.goto("/")

    assert page.get_by_role("heading", level=1).count() == 1
    assert Axe().run(page, options={"runOnly": WCAG_2_2_AA}).violations_count == 0
