"""Before a choice nothing is stored and nobody else is asked, though the operator counts visits.

``tests/browser/test_first_views.py`` shows the same of every template where visits are
not counted.
"""

import pytest

from tests.browser.addresses import ONE_OF_EACH_TEMPLATE
from tests.browser.settled import settle
from tests.browser.test_first_views import STORED
from tests.effort import by_effort

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

# One template holds the scripts of the choice; these are a kept page, one that is never
# kept, and the form.
ADDRESSES = by_effort(
    ["/super-complaints/", "/feedback/", "/cookies/"], ONE_OF_EACH_TEMPLATE
)


def test_no_cookie_no_storage_and_no_other_host(
    demonstration, new_page, live_server, statistics
):
    for address in ADDRESSES:
        page = new_page()
        hosts = set()
        page.on(
            "request", lambda request, hosts=hosts: hosts.add(request.url.split("/")[2])
        )
        page.goto(address)
        settle(page)

        assert page.context.cookies() == [], address
        assert page.evaluate(STORED) == [], address
        assert hosts == {live_server.url.removeprefix("http://")}, address
        page.context.close()
