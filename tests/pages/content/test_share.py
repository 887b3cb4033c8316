"""The one address of a page, and what others show of it when a reader shares it."""

import pytest
from bs4 import BeautifulSoup

from pages.content.models import StandardPage
from tests.factories.published import add_live

pytestmark = pytest.mark.django_db


def head(client, address: str) -> dict[str, str]:
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    found = {each["property"]: each["content"] for each in soup.select("meta[property]")}
    canonical = soup.find("link", rel="canonical")
    return found | ({"canonical": canonical["href"]} if canonical else {})


def test_a_page_says_its_address_and_what_it_is(client, home):
    fields = {"summary": "What this is.", "body": [("text", "<p>Some text.</p>")]}
    page = add_live(home, StandardPage(title="About", slug="about", **fields))

    plain = head(client, page.url)

    assert plain["canonical"] == plain["og:url"] == page.full_url
    assert (plain["og:title"], plain["og:description"]) == ("About", "What this is.")
    assert plain["og:image"].startswith(f"{home.full_url}share.png")
    assert head(client, "/nowhere/") == {}
