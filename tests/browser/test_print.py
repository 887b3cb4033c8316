"""On paper: black on white whatever the theme, in few pages, with the address."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demonstration"),
]

STALKING = "/super-complaints/stalking/"
MOST_PAGES = {
    "/super-complaints/": 3,
    STALKING: 4,
    f"{STALKING}whole-response/": 5,
    "/super-complaints/safe-to-share/recommendation-1/": 3,
    f"{STALKING}recommendation-7-1/": 1,
    "/super-complaints/section-60/recommendation-1/": 1,
}
"""Half of what they took before our own style for paper, and what their content grew by since.

The last two have a response and, one of them, an action: neither spills onto a second
sheet.
"""


def test_pages_are_printed_on_half_the_paper(new_page):
    page = new_page()
    taken = {}
    for address in MOST_PAGES:
        page.goto(address)
        taken[address] = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))

    assert {
        address: pages
        for address, pages in taken.items()
        if pages > MOST_PAGES[address]
    } == {}


def test_paper_is_white_and_says_where_and_when(new_page, live_server):
    page = new_page(color_scheme="dark")
    page.goto(STALKING)
    page.emulate_media(media="print", color_scheme="dark")

    colour = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(colour) == "rgb(255, 255, 255)"
    expect(page.locator(".footer .printed")).to_be_visible()
    expect(page.locator(".footer .printed")).to_contain_text(STALKING)
    expect(
        page.locator(".page-heading").get_by_text(
            re.compile("This page was (changed|first published) on")
        )
    ).to_be_visible()
    for hidden in (
        ".exit",
        ".theme",
        ".cookie-banner",
        ".phase",
        ".page-foot__feedback",
        ".header__places",
        "main form",
        ".chart",
        ".support-link",
    ):
        expect(page.locator(hidden)).to_be_hidden()

    # A space before a comma would be the edge of a label that has no ground on paper.
    counts = page.locator(".counted .status")
    assert (
        counts.evaluate_all(
            "all => all.map(each => getComputedStyle(each).paddingRight)"
        )
        == ["0px"] * 2
    )


def test_a_printed_list_says_how_it_is_filtered_of_which_day_and_at_which_address(
    new_page,
):
    page = new_page()
    page.emulate_media(media="print")
    query = "?status=past_deadline&super_complaint=stalking"
    page.goto(f"/super-complaints/recommendations/{query}&page=1")

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "8 recommendations: The police response to stalking, past the deadline"
    )
    expect(page.locator("main .printed").first).to_have_text(
        re.compile(r"^As of \d+ \w+ \d{4}\.$")
    )
    expect(page.locator(".chips")).to_be_hidden()
    address = page.locator(".footer .printed").inner_text()
    assert address.endswith(
        "/super-complaints/recommendations/?super_complaint=stalking&status=past_deadline"
    )


def test_statuses_have_their_meaning_and_nothing_is_set_in_a_grid_that_a_page_would_cut(
    new_page,
):
    page = new_page()
    page.emulate_media(media="print")
    page.goto(f"{STALKING}whole-response/")
    for hidden in (
        ".exit",
        ".cookie-banner",
        ".govuk-breadcrumbs",
        ".page-foot__feedback",
    ):
        expect(page.locator(hidden).first).to_be_hidden()
    lead = page.locator(".whole > .columns__lead a").first
    # It leads to our own site.
    assert lead.evaluate("link => getComputedStyle(link, '::after').content") == "none"
    meanings = page.locator("[aria-labelledby=statuses] dd")
    expect(meanings.first).to_be_visible()
    expect(meanings.first).to_contain_text("has passed")
    # A number above a title would else end one page, and the title begin the next.
    assert (
        page.locator("main h2").first.evaluate("it => getComputedStyle(it).breakInside")
        == "avoid"
    )

    page.goto(STALKING)
    displays = page.locator(".sections, .columns, .cards, .card").evaluate_all(
        "found => found.map(element => getComputedStyle(element).display)"
    )
    # Chromium prints over each other what a grid or a flex box takes to the next page.
    assert set(displays) == {"block"}


def test_the_addresses_of_links_to_other_sites_stand_once_at_the_end(new_page):
    page = new_page()
    page.goto(STALKING)
    listed = page.locator(".printed li")
    expect(listed.first).to_be_hidden()
    page.emulate_media(media="print")
    expect(listed.first).to_be_visible()

    addresses = listed.all_text_contents()
    links = page.locator("main a[href^='http']")
    numbered = links.evaluate_all(
        "found => found.map(link => [link.dataset.printed, link.getAttribute('href')])"
    )
    assert len(addresses) == len(set(addresses)) < len(numbered)
    assert {
        (str(number), address) for number, address in enumerate(addresses, 1)
    } == set(map(tuple, numbered))
    assert (
        links.first.evaluate("link => getComputedStyle(link, '::after').content")
        == '" [1]"'
    )
