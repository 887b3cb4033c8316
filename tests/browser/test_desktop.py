"""The screen that nobody sees stays as it is between two programs that use it."""

import pytest

from tests.browser.desktop import Desktop

pytestmark = pytest.mark.browser


def test_the_screen_starts_anew_for_nobody_when_the_last_program_ends():
    """While it started anew, a browser that opened at that moment found no screen and ended."""
    desktop = Desktop()
    try:
        for _ in range(5):
            desktop.do("mousemove", "10", "20")
            assert desktop.do("getmouselocation").startswith("x:10 y:20 ")
    finally:
        desktop.close()
