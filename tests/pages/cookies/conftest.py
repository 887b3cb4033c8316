"""A site that uses both groups of optional cookies."""

import pytest
from django.urls import reverse

from pages.cookies.models import CookiesPage
from tests.factories import SiteWordingFactory
from tests.factories.published import add_live

FROM_OUR_PAGE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}


@pytest.fixture
def wording(home):
    """Published wording with a notice that can be closed."""
    return SiteWordingFactory(
        phase="beta", phase_sentence="This site is new.", cookie_policy_version=3
    )


@pytest.fixture
def statistics(settings):
    """The operator's statistics are switched on."""
    settings.STATISTICS_ADDRESS = "http://statistics.testserver/matomo/"


@pytest.fixture
def cookies_page(home, wording):
    """The page with the form."""
    page = CookiesPage(
        title="Cookies", slug="cookies", body=[("text", "<p>Some text.</p>")]
    )
    return add_live(home, page)


@pytest.fixture
def choose(client, cookies_page):
    """Return a function that sends a choice, as a browser would from one of our own pages."""

    def post(headers=FROM_OUR_PAGE, *, by_banner=False, **fields):
        if by_banner:
            headers = {**headers, "X-Requested-With": "fetch"}
        return client.post(
            reverse("cookie_choice"),
            {"policy": "3", "groups": "preferences statistics", **fields},
            headers=headers,
        )

    return post
