"""Counts what becomes of Escape while a page loads, without remote control; `make measure-exit-presses`.

TRIES says how many presses a case has, spread over the first seconds of the load;
without it, one. BUSY says how many programs keep the machine busy meanwhile.
"""

import os
import time
from itertools import product
from pathlib import Path

import pytest

from tests.hanging import LIMIT
from tests.waiting import wait_until, wait_until_clock_shows

from .conftest import COLOUR
from .line import Line
from .plain import PLAIN_BROWSERS
from .presses import LINES
from .steps import BUSY, COMPLAINT, TRIES, Steps

SECONDS_OF_A_LOAD = 1.5
SECONDS_FOR_ONE_PRESS = 2
WAYS = ("typed address", "by link", "by script")
EVERY_CASE = list(product(("cached styles", "30 kB/s", "3 kB/s"), WAYS))
CASES = EVERY_CASE if TRIES else [("cached styles", "by link")]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_keys,
    pytest.mark.django_db(transaction=True),
]


class Presses(Steps):
    """A reader who presses Escape while the home page loads."""

    def __init__(self, browser, desktop, address, stand_in, line, kind):
        super().__init__(browser, desktop, address, stand_in)
        self.line, self.slow = line, LINES[kind]
        self.complaint = self.complaint.replace(line.site, line.address)
        self.sets_out = f"{line.address}/tests/sets-out/"
        line.keeps_styles = kind == "cached styles"

    def be_slow(self, slow: bool) -> None:
        for name, value in self.slow.items():
            setattr(self.line, name, value if slow else 0)

    def press_while_loading(self, way: str, moment: float) -> str:
        """Return what became of a press so many seconds after the request."""
        self.be_slow(False)
        self.read(self.sets_out if way == "by script" else self.complaint, COMPLAINT)
        self.be_slow(True)
        self.line.forget()
        if way == "by link":
            # The skip link, the exit, what is said of it, and the link to the home
            # page.
            self.browser.press("Tab", "Tab", "Tab", "Tab", "Return")
        elif way == "by script":
            self.browser.press("g")
        else:
            self.browser.type_address(f"{self.line.address}/")
        asked_at = wait_until(
            lambda: self.line.asked_at.get("/"), "Nobody asked for the page.", seconds=8
        )
        wait_until_clock_shows(time.time() + asked_at + moment - time.monotonic())
        left = len(self.stand_in.requests)
        for presses in (1, 2, 3):
            self.browser.press("Escape")
            try:
                wait_until(
                    lambda: len(self.stand_in.requests) > left,
                    seconds=SECONDS_FOR_ONE_PRESS,
                )
            except AssertionError:
                continue
            return f"left by {presses}"
        if not self.desktop.shows(COLOUR):
            return "blank"
        return (
            "stayed on the page before"
            if self.browser.shows_page(COMPLAINT)
            else "shown"
        )


@pytest.mark.parametrize("name", list(PLAIN_BROWSERS))
@pytest.mark.parametrize(("kind", "way"), CASES)
def test_measure_presses_while_a_page_loads(
    request, desktop, address, stand_in, live_server, busy, tmp_path, name, kind, way
):
    """Press at moments of the load, and add to a table how often what became of it."""
    request.config.stash[LIMIT].stop()
    line = Line(live_server.url)
    browser = PLAIN_BROWSERS[name](desktop, stand_in)
    outcomes = []
    try:
        presses = Presses(browser, desktop, address, stand_in, line, kind)
        for number in range(TRIES or 1):
            try:
                outcomes.append(
                    presses.press_while_loading(
                        way, SECONDS_OF_A_LOAD * number / (TRIES or 1)
                    )
                )
                print(f"{name}, {kind}, {way}: {outcomes[-1]}", flush=True)
            except AssertionError as error:
                if not TRIES:
                    raise
                print(f"void: {error}")
    finally:
        browser.close()
        line.close()
    counts = ", ".join(
        f"{outcome} {outcomes.count(outcome)}" for outcome in sorted(set(outcomes))
    )
    figures = [
        name,
        kind,
        way,
        BUSY,
        round(os.getloadavg()[0], 1),
        len(outcomes),
        counts,
    ]
    table = (
        Path("var/measure-exit-presses.tsv")
        if TRIES
        else tmp_path / "measure-exit-presses.tsv"
    )
    with table.open("a") as file:
        file.write("\t".join(map(str, figures)) + "\n")
    assert outcomes
