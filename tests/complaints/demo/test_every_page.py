"""What holds on every page of the demonstration that a link leads to."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.complaints.register.test_counts_add_up import (
    check_lists,
    check_sentences,
    read_counts,
)

pytestmark = [pytest.mark.usefixtures("demonstration"), pytest.mark.django_db]

LIST = "/super-complaints/recommendations/"
NO_PAGES = (
    "/admin/",
    "/brand/",
    "/documents/",
    "/media/",
    "/static/",
    "/super-complaints/data/",
)
PART_OF_A_COUNT = re.compile(
    r"(\d+) of the (\d+) (past the deadline|with a response missing)"
)
WE_PUBLISHED = re.compile(
    r"\bWe (?:have|had) (?:not )?(?:published|seen)\b|\bWe (?:marked|chose)\b"
)


@pytest.fixture
def every_page(client):
    """Return by address each page that links from the home page lead to, and lists of one filter."""
    pages = {}
    to_read = ["/"]
    while to_read:
        address = to_read.pop()
        if address in pages:
            continue
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        pages[address] = soup
        # A filtered list leads to every combination of filters.
        if "?" not in address:
            to_read += links_to_pages(soup, address)
    return pages


def links_to_pages(soup, address: str):
    """Yield the addresses of pages of this site and of lists of one filter that ``soup`` links to."""
    for link in soup.select("a[href]"):
        found = urlsplit(urljoin(f"http://testserver{address}", link["href"]))
        is_page = found.netloc == "testserver" and found.path.endswith("/")
        is_list = found.path == LIST and "sort=" not in found.query
        if (
            is_page
            and not found.path.startswith(NO_PAGES)
            and (is_list or not found.query)
        ):
            yield found.path + (f"?{found.query}" if found.query else "")


def words(element) -> str:
    return " ".join(element.text.split())


def test_counts_add_up_on_every_page_that_a_link_leads_to(every_page):
    sentences = lists = 0
    for soup in every_page.values():
        sentences += sum(
            check_sentences(words(each)) for each in soup.main.find_all("p")
        )
        lists += check_lists(soup.main)
        for part, number, status in PART_OF_A_COUNT.findall(words(soup.main)):
            assert f"{number} {status}" in words(soup.select_one(".page-heading"))
            assert int(part) <= int(number)

    assert len(every_page) > 130
    assert sentences > 25
    assert lists > 8


def test_each_bar_has_a_part_as_wide_as_its_number_for_each_count_that_is_told(
    every_page,
):
    bars = 0
    for address, soup in every_page.items():
        # The bars of quarters have no label: a table below them says their numbers.
        for bar in soup.main.select("svg.chart[role=img]"):
            bars += 1
            total, told = re.fullmatch(
                r"Chart of (\d+): (.+)", bar["aria-label"]
            ).groups()
            numbers = read_counts(told.split(", "))
            parts = bar.select("rect")
            assert [part["class"][0] for part in parts] == [
                f"chart__{status}" for status in numbers
            ], address
            assert sum(numbers.values()) == int(total), address
            widths = [float(part["width"]) for part in parts]
            expected = [100 * number / int(total) for number in numbers.values()]
            assert widths == pytest.approx(expected, abs=0.01), address
    assert bars > 15


def test_no_page_says_we_of_what_the_force_published_on_its_own_site(every_page):
    found = {}
    for address, soup in every_page.items():
        if said := WE_PUBLISHED.findall(words(soup)):
            found[address] = said

    assert found == {}
