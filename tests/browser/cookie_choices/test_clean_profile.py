"""Before a choice nothing is stored and nobody else is asked, on any page of the real content."""

import pytest
from wagtail.models import Page

from tests.browser.settled import settle

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

STORED = """async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(database => database.name), ...await caches.keys(),
    ...(await navigator.serviceWorker.getRegistrations()).map(worker => worker.scope),
]"""


@pytest.fixture
def addresses(demonstration, live_server):
    return [page.url for page in Page.objects.live().filter(depth__gt=1)] + ["/no-such-page/"]


def visit(new_page, address):
    """Return what a clean profile holds after a visit, and the hosts that were asked."""
    page = new_page()
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(address)
    settle(page)
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    stored = page.evaluate(STORED)
    page.context.close()
    return cookies, stored, hosts


@pytest.mark.parametrize("counted", [False, True])
def test_no_cookie_no_storage_and_no_other_host(new_page, live_server, addresses, request, counted):
    if counted:
        request.getfixturevalue("statistics")
    for address in addresses:
        cookies, stored, hosts = visit(new_page, address)

        assert cookies == {}, address
        assert stored == [], address
        assert hosts == {live_server.url.removeprefix("http://")}, address
