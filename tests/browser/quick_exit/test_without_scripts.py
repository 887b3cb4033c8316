"""Without JavaScript the link is a plain link, and nothing is said of the Escape key."""

import pytest

from .conftest import COLOUR

WHITE = "#ffffff"
"""The link's ground (--on-brand in static/styles/_tokens.scss)."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_keys,
    pytest.mark.django_db(transaction=True),
]


def test_the_link_leaves_in_the_same_tab_and_tells_nothing(start, desktop, address, stand_in):
    reader = start(scripts=False)
    # The remote control needs scripts in the page: the screen and the other site tell what happens.
    reader.visit(address.complaint, wait=False)
    _, header = reader.wait_for(lambda: desktop.find(COLOUR))
    left, top = reader.wait_for(lambda: desktop.find(WHITE, width=40, from_row=header))

    desktop.click(left + 20, top + 10)

    reader.wait_for(lambda: stand_in.requests and not desktop.shows(COLOUR))
    assert not {"referer", "origin"} & stand_in.requests[0].keys()
    reader.back()
    reader.wait_for(lambda: desktop.shows(COLOUR), message="It was another tab.")


@pytest.mark.long
@pytest.mark.parametrize("browser", ["chromium"], indirect=True)
def test_nothing_is_said_of_the_escape_key(start, address):
    reader = start(scripts=False)

    reader.visit(address.complaint)

    assert reader.evaluate("document.querySelector('.exit__link').checkVisibility()")
    assert not reader.evaluate("document.querySelector('.exit__key').checkVisibility()")
