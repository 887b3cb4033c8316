"""Without JavaScript the link is a plain link, and nothing is said of the Escape key."""

import contextlib

import pytest

from tests.browser.desktop import HEIGHT

from .conftest import COLOUR

WHITE, DARK = "#ffffff", "#16191d"
"""The link's ground, and its ground under the mouse (--on-brand and --ink in static/styles/_tokens.scss)."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_keys,
    pytest.mark.django_db(transaction=True),
]


def point_at_link(reader, desktop):
    """Move the mouse to the link, until the link shows by its colour that the mouse is on it.

    The screen is drawn in parts: the lower end of a page may be there before its header
    is.
    """

    def points_at_it():
        # Wider than the page's icon, which the browser shows above the page.
        header = desktop.find(COLOUR, width=200)
        place = header and desktop.find(WHITE, width=40, from_row=header[1])
        if not place:
            return False
        left, top = place
        # Away first: a mouse that does not move tells the browser nothing.
        desktop.do(
            "mousemove",
            "3",
            str(HEIGHT - 3),
            "mousemove",
            str(left + 20),
            str(top + 10),
        )
        with contextlib.suppress(AssertionError):
            return reader.wait_for(lambda: is_dark_in(top), seconds=1)
        return False

    def is_dark_in(row):
        dark = desktop.find(DARK, width=40, from_row=row)
        return dark and dark[1] == row

    reader.wait_for(points_at_it, message="The link cannot be pointed at.")


def test_the_link_leaves_in_the_same_tab_and_tells_nothing(
    start, desktop, address, stand_in
):
    reader = start(scripts=False)
    # The remote control needs scripts in the page: the screen and the other site tell
    # what happens.
    reader.visit(address.complaint, wait=False)
    point_at_link(reader, desktop)

    desktop.do("click", "1")

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
    assert not reader.evaluate("document.querySelector('.exit__key')")
