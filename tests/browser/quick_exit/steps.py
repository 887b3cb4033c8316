"""What a reader does with the history of a tab after leaving, in a browser that nobody looks into."""

import contextlib
import os
import time

from tests.waiting import wait_until

from .conftest import COLOUR

TRIES = int(os.environ.get("TRIES", "0"))
"""How often a measurement tries each case; 0 if a run of the tests only sees that it still works."""
BUSY = int(os.environ.get("BUSY", "0"))
"""How many programs keep the machine busy meanwhile."""
SECONDS_TO_ANSWER = 4
"""A page that has neither gone nor come by then stays as it is."""
SECONDS_TO_READ = 0.5
WAYS_OUT = ("key", "link", "click")
"""The Escape key, the link by the keyboard, and the link by the mouse."""
WHITE = "#ffffff"
HEIGHT_OF_HEADER = 50
LIST, COMPLAINT, TARGET = "Super-complaints", "Stalking", "Weather"
"""How the titles of the pages begin."""


class Steps:
    """A reader who leaves the site several times in one tab, and then takes a step in its history."""

    def __init__(self, browser, desktop, address, stand_in):
        self.browser, self.desktop, self.stand_in = browser, desktop, stand_in
        self.list, self.complaint = (
            f"{address.home}super-complaints/",
            address.complaint,
        )

    # --- What the reader does ------------------------------------------------------------------------------

    def read(self, address: str, title: str) -> None:
        """Type an address, again if the browser has not heard it, and read the page."""

        def come() -> bool:
            self.browser.type_address(address)
            with contextlib.suppress(AssertionError):
                self.browser.wait_for_page(title, seconds=8)
            return self.browser.shows_page(title)

        wait_until(come, "The browser does not come to the page.")
        self.wait_until_shown(title)

    def wait_until_shown(self, title: str) -> None:
        self.browser.wait_for_page(title)
        wait_until(lambda: self.desktop.shows(COLOUR), "The page cannot be seen.")
        # A person reads. What the processes of the browser tell each other has time to
        # arrive, or not.
        time.sleep(SECONDS_TO_READ)

    def read_two_pages(self) -> None:
        self.read(self.list, LIST)
        self.read(self.complaint, COMPLAINT)

    def set_out(self, way_out: str) -> None:
        if way_out == "key":
            self.browser.press("Escape")
        elif way_out == "link":
            # It comes right after the skip link.
            self.browser.press("Tab", "Tab", "Return")
        else:
            self.click_on_exit()

    def click_on_exit(self) -> None:
        # Away from the link, which has another colour under the mouse.
        self.desktop.do("mousemove", "10", "900")
        column, row = wait_until(self._find_exit, "The exit cannot be seen.")
        self.desktop.click(column + 40, row + 15)

    def _find_exit(self) -> tuple[int, int] | None:
        """Return where the exit begins: nothing else that is white is so wide in the coloured header."""
        _, header = self.desktop.find(COLOUR)
        found = self.desktop.find(WHITE, width=80, from_row=header)
        return found if found and found[1] < header + HEIGHT_OF_HEADER else None

    def leave(self, way_out: str) -> None:
        """Leave, and wait until the other site is there."""
        self.set_out(way_out)
        wait_until(
            lambda: not self.desktop.shows(COLOUR), "The page did not go.", seconds=15
        )
        self.browser.wait_for_page(TARGET)

    def leave_several_times(self, exits: int, way_out: str) -> None:
        self.browser.open_tab()
        for number in range(exits):
            if number:
                self.read_two_pages()
            else:
                self.read(self.complaint, COMPLAINT)
            self.leave(way_out)

    def shows_site_after(self, *keys: str) -> bool:
        """Press keys; return True if the site can be seen once the reader is led away, or is not."""
        asked = len(self.stand_in.requests)
        self.browser.press(*keys)
        try:
            wait_until(
                lambda: len(self.stand_in.requests) > asked, seconds=SECONDS_TO_ANSWER
            )
            self.browser.wait_for_page(TARGET)
        except AssertionError:
            pass
        return self.desktop.shows(COLOUR)

    # --- The last thing in the tab is a leaving: the site must not be shown ---------------------------------

    def back(self, exits: int, way_out: str) -> bool:
        self.leave_several_times(exits - 1, way_out)
        self.read_two_pages()
        self.leave(way_out)
        return self.shows_site_after("alt+Left")

    def forward(self, exits: int, way_out: str) -> bool:
        """Leave on the page before the last one, then go forward to the last one."""
        self.leave_several_times(exits - 1, way_out)
        self.read_two_pages()
        self.browser.press("alt+Left")
        self.wait_until_shown(LIST)
        self.leave(way_out)
        return self.shows_site_after("alt+Right")

    def reload(self, exits: int, way_out: str) -> bool:
        """Reload the page that is being left, because the other site keeps the reader waiting."""
        self.leave_several_times(exits - 1, way_out)
        self.read_two_pages()
        self.stand_in.seconds = 2
        self.set_out(way_out)
        wait_until(
            lambda: not self.desktop.shows(COLOUR), "The page did not go.", seconds=15
        )
        shown = self.shows_site_after("F5")
        self.stand_in.seconds = 0
        return shown

    def reopened_tab(self, exits: int, way_out: str) -> bool:
        """Close the tab, open it again and go back."""
        self.leave_several_times(exits - 1, way_out)
        self.read_two_pages()
        self.leave(way_out)
        self.browser.press("ctrl+t")
        self.browser.wait_for_page(self.browser.new_tab)
        self.browser.press("ctrl+Page_Up")
        self.browser.wait_for_page(TARGET)
        # Firefox notes once a second what to open a closed tab with.
        time.sleep(2)
        self.browser.press("ctrl+w")
        self.browser.wait_for_page(self.browser.new_tab)
        wait_until(self._reopened, "The tab did not open again.")
        time.sleep(SECONDS_TO_READ)
        return self.shows_site_after("alt+Left")

    def _reopened(self) -> bool:
        """Ask for the closed tab and return True if it opens.

        A browser forgets the keys if it has not yet done with the closing.
        """
        self.browser.press("ctrl+shift+t")
        with contextlib.suppress(AssertionError):
            self.browser.wait_for_page(TARGET, seconds=5)
        return self.browser.shows_page(TARGET)

    # --- The reader has come back and reads on: the site should be shown ------------------------------------

    def back_while_reading(self, exits: int, way_out: str) -> bool:
        self.leave_several_times(exits, way_out)
        self.read_two_pages()
        return self.shows_site_after("alt+Left")

    def forward_while_reading(self, exits: int, way_out: str) -> bool:
        if not self.back_while_reading(exits, way_out):
            return False
        self.wait_until_shown(LIST)
        return self.shows_site_after("alt+Right")

    def reload_while_reading(self, exits: int, way_out: str) -> bool:
        self.leave_several_times(exits, way_out)
        self.read_two_pages()
        return self.shows_site_after("F5")


MUST_LEAVE = ("back", "forward", "reload", "reopened_tab")
SHOULD_SHOW = ("back_while_reading", "forward_while_reading", "reload_while_reading")
