"""A browser that hangs ends its test, within two minutes, and no other.

Whatever waits for a browser (Playwright, a socket, WebDriver, xdotool) fails once the
browser is gone. So the browsers are ended first; an exception thrown into Playwright's
loop would break it for all later tests. Only a test that still waits after that is
broken off by an exception.
"""

import contextlib
import os
import signal
from pathlib import Path

import pytest

from .contained import all_below

SECONDS = 90
"""How long the set-up and the test itself may take."""
SECONDS_TO_CLEAN_UP = 20
SECONDS_WITHOUT_BROWSERS = 10
"""How long the test may go on when they have been ended."""
BROWSERS = ("chrom", "headless", "firefox", "WebKit", "MiniBrowser", "xdotool")
"""How the names of their processes begin."""


class Limit:
    """Ends the browsers when the time is over, and breaks the test off if it still goes on."""

    def __init__(self):
        self.is_over = False
        signal.signal(signal.SIGALRM, self._end)

    def start(self, seconds: int) -> None:
        self.is_over = False
        signal.alarm(seconds)

    def stop(self) -> None:
        signal.alarm(0)

    def _end(self, *_) -> None:
        if self.is_over:
            pytest.fail("It went on when its browsers had been ended.")
        self.is_over = True
        signal.alarm(SECONDS_WITHOUT_BROWSERS)
        end_browsers()


def end_browsers() -> None:
    """End all browsers that this process has started."""
    for process in all_below(os.getpid()):
        with contextlib.suppress(OSError):
            if Path(f"/proc/{process}/comm").read_text().startswith(BROWSERS):
                os.kill(process, signal.SIGKILL)


LIMIT = pytest.StashKey[Limit]()


def pytest_configure(config):
    config.stash[LIMIT] = Limit()


def _limit(item) -> Limit | None:
    return item.config.stash[LIMIT] if item.get_closest_marker("browser") else None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item):
    """Start the time of the set-up and of the test."""
    if limit := _limit(item):
        limit.start(SECONDS)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef):
    """Do not count what is made for several tests: databases, sites, screens."""
    if fixturedef.scope == "function":
        return (yield)
    left = signal.alarm(0)
    try:
        return (yield)
    finally:
        signal.alarm(left)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item):
    """Give the cleaning up a time of its own."""
    limit = _limit(item)
    if not limit:
        return (yield)
    limit.start(SECONDS_TO_CLEAN_UP)
    try:
        return (yield)
    finally:
        limit.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Say of a failure that it came of the limit."""
    report = yield
    limit = _limit(item)
    if limit and limit.is_over and report.failed:
        report.sections.append(
            ("Limit", "The time was over, and its browsers were ended.")
        )
    return report
