"""Before a choice nothing is stored and nobody else is asked, though the operator counts visits.

``tests/browser/test_public_site.py`` shows the same where visits are not counted.
"""

import pytest

from tests.browser.addresses import public_addresses
from tests.browser.settled import settle
from tests.browser.test_public_site import STORED

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_no_cookie_no_storage_and_no_other_host(demonstration, new_page, live_server, statistics):
    for address in public_addresses():
        page = new_page()
        hosts = set()
        page.on("request", lambda request, hosts=hosts: hosts.add(request.url.split("/")[2]))
        page.goto(address)
        settle(page)

        assert page.context.cookies() == [], address
        assert page.evaluate(STORED) == [], address
        assert hosts == {live_server.url.removeprefix("http://")}, address
        page.context.close()
