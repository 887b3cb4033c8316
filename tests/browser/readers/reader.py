"""A reader at a real browser, who does with the keyboard and the mouse what a person does."""

import contextlib
import json
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests import waiting
from tests.browser.desktop import HEIGHT, WIDTH, Desktop
from tests.browser.remote import PageGoneError
from tests.waiting import PATIENCE


class Reader(ABC):
    """A reader with a browser that has nothing in it yet: no history, no cookies."""

    name: str

    def __init__(self, desktop: Desktop, *, cache: bool = True, scripts: bool = True):
        """Start the browser, if asked without a back-forward cache or without scripts."""
        self.desktop = desktop
        self._profile = tempfile.TemporaryDirectory(
            prefix="reader-", ignore_cleanup_errors=True
        )
        try:
            self.start(Path(self._profile.name), cache=cache, scripts=scripts)
            self._place_window()
        except BaseException:
            # Left open it would lie over the next reader's.
            self.close()
            raise

    def _place_window(self) -> None:
        window = self.wait_for(
            lambda: self.desktop.windows(self.window), message="No window opened."
        )[0]
        # There is no window manager to do it.
        self.desktop.do(
            "windowmove",
            window,
            "0",
            "0",
            "windowsize",
            window,
            str(WIDTH),
            str(HEIGHT),
        )
        self.desktop.do("windowfocus", "--sync", window)

    def close(self) -> None:
        try:
            # One that did not start has nothing to end.
            with contextlib.suppress(AttributeError):
                self.stop()
        finally:
            self._profile.cleanup()

    # --- What the browser's remote control does -----------------------------------------------------------

    window: str
    """A pattern of the title that the browser's window has."""

    @abstractmethod
    def start(self, profile: Path, *, cache: bool, scripts: bool) -> None:
        """Start the browser with an empty page."""

    @abstractmethod
    def stop(self) -> None:
        """End the browser."""

    @abstractmethod
    def evaluate(self, script: str) -> Any:
        """Return what an expression gives in the page, even while the page is on its way to another."""

    @abstractmethod
    def navigate(self, address: str) -> None:
        """Start on the way to a page."""

    @abstractmethod
    def cookies(self) -> set[str]:
        """Return the names of all cookies that the browser has for the open page."""

    @abstractmethod
    def narrow(self, width: int, height: int) -> None:
        """Give the page as little room as a phone has."""

    @abstractmethod
    def touch(self, x: float, y: float) -> None:
        """Touch a point of the page with a finger."""

    def tabs(self) -> set[str]:
        """Return the names that the remote control has for the open tabs."""
        raise NotImplementedError

    def look_at(self, tab: str) -> None:
        """Look into another tab from now on."""
        raise NotImplementedError

    # --- What the reader sees ------------------------------------------------------------------------------

    @property
    def address(self) -> str:
        return self.evaluate("location.href")

    def wait_for(
        self,
        condition,
        *,
        message: str = "It did not happen.",
        seconds: float = PATIENCE,
    ) -> Any:
        """Wait until ``condition()`` is true, and return what it gave."""

        def found() -> Any:
            with contextlib.suppress(PageGoneError):
                return condition()

        return waiting.wait_until(found, message, seconds=seconds)

    def wait_until(self, script: str, *, seconds: float = PATIENCE) -> Any:
        """Wait until an expression is true in the page."""
        return self.wait_for(
            lambda: self.evaluate(script),
            message=f"{self.name}: {script}",
            seconds=seconds,
        )

    def wait_until_at(self, address: str) -> None:
        """Wait until a page is there and loaded."""
        there = f"location.href == {json.dumps(address)} && document.readyState == 'complete'"
        try:
            self.wait_until(there)
        except AssertionError as error:
            raise AssertionError(
                f"{self.name} is at {self.address}, not at {address}"
            ) from error

    def wait_until_painted(self) -> None:
        """Wait until a new page can be seen.

        Keys that come before, Chromium throws away.
        """
        self.wait_until("performance.getEntriesByName('first-contentful-paint').length")

    def wait_until_drawn(self) -> None:
        """Wait until the page has been drawn twice from now on: what was to change has changed."""
        watch = (
            "void (window.drawn = false,"
            " requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn = true })))"
        )
        self.evaluate(watch)
        # Another page, should one come, is watched anew.
        self._try_until(
            "window.drawn",
            lambda: self.evaluate(f"window.drawn === undefined && {watch}"),
            "No page was drawn.",
        )

    def wait_until_page_hears_keys(self) -> None:
        """Wait until the page gets the keys that are pressed, and the browser no longer takes them."""
        listen = (
            "void (window.heard = false,"
            " addEventListener('keydown', event => { window.heard ||= event.key == 'Shift' }, true))"
        )
        self.evaluate(listen)

        def press() -> None:
            # Another page, should one come, has to listen anew.
            self.evaluate(f"window.heard === undefined && {listen}")
            self.press("Shift_L")

        self._try_until("window.heard", press, "The page hears no keys.")

    # --- What the reader does ------------------------------------------------------------------------------

    def visit(self, address: str, *, wait: bool = True) -> None:
        """Go to a page as by a bookmark."""
        self.navigate(address)
        if wait:
            self.wait_until_at(address)
            self.wait_until_painted()
            self.point_at_page()

    def point_at_page(self) -> None:
        """Give the page the keyboard, which a page gets when somebody clicks into it."""
        # A click that comes before the window has its place and its size is lost.
        self._try_until(
            "document.hasFocus()",
            lambda: self.desktop.click(3, HEIGHT - 3),
            "The page did not get the keyboard.",
        )

    def _try_until(self, script: str, step: Callable[[], None], message: str) -> None:
        """Do a step again each second until an expression is true in the page."""

        def done() -> bool:
            step()
            with contextlib.suppress(AssertionError):
                return self.wait_until(script, seconds=1)
            return False

        self.wait_for(done, message=message)

    def type_address(self, address: str) -> None:
        """Go to a page by typing its address."""
        self.point_at_page()
        self.press("ctrl+l")
        # Keys that come before the address bar has the keyboard are lost.
        self.wait_until("!document.hasFocus()")
        self.desktop.type(address)
        # Takes away what the browser adds by itself to what is typed.
        self.press("Delete", "Return")
        self.wait_until_at(address)

    def reopen_tab(self) -> None:
        """Close the tab and take it back."""
        closing = self.tabs()
        self.press("ctrl+t")
        self.wait_until("document.visibilityState == 'hidden'")
        others = self.tabs() - closing
        self.press("ctrl+Page_Up")
        self.wait_until("document.visibilityState == 'visible'")
        self.press("ctrl+w")
        self.wait_for(lambda: self.tabs() == others, message="The tab did not close.")

        def reopened() -> set[str]:
            # Firefox forgets the keys if it has not yet done with the closing.
            self.press("ctrl+shift+t")
            try:
                return self.wait_for(lambda: self.tabs() - others, seconds=3)
            except AssertionError:
                return set()

        self.look_at(
            self.wait_for(reopened, message="The tab did not open again.").pop()
        )

    def press(self, *keys: str, seconds_between: float = 0) -> None:
        self.desktop.press(*keys, seconds_between=seconds_between)

    def press_and_wait_until_handled(self, key: str) -> None:
        """Press a key that is to do nothing; wait until the page has heard it and been drawn twice since."""
        self.evaluate(
            "void (window.handled = false, addEventListener('keydown', () => requestAnimationFrame("
            "() => requestAnimationFrame(() => { window.handled = true })), {capture: true, once: true}))"
        )
        self.press(key)
        self.wait_until("window.handled")

    def back(self) -> None:
        self.press("alt+Left")

    def forward(self) -> None:
        self.press("alt+Right")

    def click(self, selector: str, button: int = 1, holding: str = "") -> None:
        """Click the middle of the first element that ``selector`` finds."""
        x, y = self._middle(selector)
        left, top = self.evaluate(
            "window.mozInnerScreenX === undefined"
            " ? [screenX + (outerWidth - innerWidth) / 2, screenY + outerHeight - innerHeight]"
            " : [mozInnerScreenX, mozInnerScreenY]"
        )
        self.desktop.click(left + x, top + y, button, holding)

    def tap(self, selector: str) -> None:
        """Touch the middle of the first element that ``selector`` finds."""
        self.touch(*self._middle(selector))

    def _middle(self, selector: str) -> tuple[float, float]:
        element = f"document.querySelector({json.dumps(selector)})"
        self.evaluate(
            f"void {element}.scrollIntoView({{block: 'nearest', behavior: 'instant'}})"
        )
        return self.evaluate(
            f"(box => [box.x + box.width / 2, box.y + box.height / 2])({element}.getBoundingClientRect())"
        )
