"""Escape pressed at a moment of a page's loading, and what became of the page."""

import time
from dataclasses import dataclass
from itertools import product

from tests.waiting import wait_until_clock_shows

from .conftest import COLOUR

LINES = {
    "3 kB/s": {"bytes_a_second": 3_000},
    "10 kB/s": {"bytes_a_second": 10_000},
    "30 kB/s": {"bytes_a_second": 30_000},
    "late styles": {"styles_delayed_by": 6},
    "cached styles": {"pages_delayed_by": 0.3},
}
"""What is slow.

With cached styles a page comes at once, and nothing but itself is asked for.
"""
WAYS = ("first visit", "by link", "typed address")
BANNERS = ("banner", "no banner")
MOMENTS = {line: [round(0.1 * number, 1) for number in range(20)] for line in LINES}
"""Seconds from the request for the page to the press."""
MOMENTS["cached styles"] = [round(0.03 * number, 2) for number in range(30)]
MOST_PRESSES = 3
SECONDS_FOR_ONE_PRESS = 2
"""The target answers at once: whoever has not asked for it by then has not left."""
SECONDS_TO_READ = 0.1
"""What a browser takes to read what it has been sent."""
EVERY_CASE = list(product(LINES, WAYS, BANNERS))
PAIRWISE = [
    (line, way, BANNERS[(line_number + way_number) % 2])
    for line_number, line in enumerate(LINES)
    for way_number, way in enumerate(WAYS)
]
"""Each pair of a line, a way and a banner at least once."""
LEFT_OUT_OF_CHOICE = """void (() => {
  const groups = document.querySelector('script[data-groups]').dataset;
  const choice = ['policy=' + groups.policy, ...groups.groups.split(' ').map(name => name + '=-1')];
  document.cookie = 'cookie_consent=' + choice.join('|') + ';path=/';
})()"""


@dataclass
class Press:
    """What became of a page."""

    moment: float
    listening: bool
    """Whether all had come by which the page knows of the key, or the page that is shown had begun."""
    presses: int
    """How many it took; 0 if the reader was stranded."""
    gone_after: float
    """Seconds until nothing of the site could be seen any more."""
    where: str
    """Where the reader was at last."""


class Presser:
    """Presses Escape while pages of ``line`` load, as often as it takes."""

    def __init__(self, reader, desktop, line, stand_in):
        self.reader, self.desktop, self.line, self.stand_in = (
            reader,
            desktop,
            line,
            stand_in,
        )
        self.page = line.address + "/super-complaints/"
        self.page_before = self.page + "stalking/"
        self.elsewhere = stand_in.address + "/before"

    def choose(self, line: str, banner: str) -> None:
        """Take a line; have the banner, or refuse what it asks for."""
        self.slow = LINES[line]
        self.line.keeps_styles = line == "cached styles"
        self.be_slow(False)
        self.reader.visit(self.page_before)
        if banner == "no banner":
            self.reader.evaluate(LEFT_OUT_OF_CHOICE)

    def be_slow(self, slow: bool) -> None:
        for name, value in self.slow.items():
            setattr(self.line, name, value if slow else 0)

    def press(self, way: str, moment: float) -> Press:
        """Set out for a page, press Escape after so many seconds, and tell what became of it."""
        self.be_slow(False)
        self.reader.visit(self.page_before if way == "by link" else self.elsewhere)
        left = len(self.stand_in.requests)
        self.be_slow(True)
        self.line.forget()
        if way == "by link":
            self.reader.click("a[href$='/super-complaints/']")
        elif way == "typed address":
            self.reader.press("ctrl+l")
            self.reader.wait_until("!document.hasFocus()")
            self.desktop.type(self.page)
            self.reader.press("Delete", "Return")
        else:
            # Not by remote control: Chromium's waits until the page has begun.
            self.reader.evaluate(
                f"void setTimeout(() => {{ location.href = '{self.page}' }})"
            )
        asked_at = self.reader.wait_for(
            lambda: self.line.asked_at.get("/super-complaints/")
        )
        wait_until_clock_shows(time.time() + asked_at + moment - time.monotonic())
        pressed_at, by_the_clock = time.monotonic(), time.time()
        sent_at = self.line.listening_at.get("/super-complaints/", float("inf"))
        listening = sent_at + SECONDS_TO_READ < pressed_at
        presses = 0
        with self.desktop.watching(COLOUR) as seen:
            while presses < MOST_PRESSES:
                presses += 1
                self.reader.press("Escape")
                self._wait_until_left(left)
                has_left = len(self.stand_in.requests) > left
                # Stopped before it could know of the key, a blank page stays so.
                if has_left or not (listening or self.desktop.shows(COLOUR)):
                    break
        if has_left:
            self.reader.wait_until_at(self.stand_in.address)
        where = "target" if has_left else self._whereabouts()
        if where == "shown":
            listening = 1000 * by_the_clock > self.reader.evaluate(
                "performance.timing.domLoading"
            )
        gone_after = max(seen, default=pressed_at) - pressed_at
        return Press(moment, listening, presses if has_left else 0, gone_after, where)

    def _wait_until_left(self, left: int) -> None:
        try:
            self.reader.wait_for(
                lambda: len(self.stand_in.requests) > left,
                seconds=SECONDS_FOR_ONE_PRESS,
            )
        except AssertionError:
            return

    def _whereabouts(self) -> str:
        if not self.reader.address.startswith(self.line.address):
            return "elsewhere"
        return "shown" if self.desktop.shows(COLOUR) else "blank"
