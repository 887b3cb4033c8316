"""Counts what a person does with their hands: clicks, keys and how far they scroll."""

import time

from playwright.sync_api import Locator, Page

COUNT_SCROLLING = """
const last = new WeakMap();
document.addEventListener("scroll", ({ target }) => {
  const top = (target.scrollingElement ?? target).scrollTop;
  const moved = Math.abs(top - (last.get(target) ?? 0));
  last.set(target, top);
  sessionStorage.scrolled = Number(sessionStorage.scrolled ?? 0) + moved;
}, true);
"""


class HandWork:
    """One person's work on one screen, counted from now on."""

    def __init__(self, page: Page):
        self.page = page
        page.context.add_init_script(COUNT_SCROLLING)
        self.clicks = self.keys = 0
        self.since = time.monotonic()

    def click(self, what: Locator) -> None:
        """Click once, with as much scrolling as that needs."""
        what.click()
        self.clicks += 1

    def type(self, text: str) -> None:
        """Type where the cursor stands, key by key."""
        self.page.keyboard.type(text)
        self.keys += len(text)

    def press(self, *keys: str) -> None:
        """Press single keys."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def figures(self) -> str:
        """Return what it took, to be read."""
        scrolled = self.page.evaluate(
            "Math.round(Number(sessionStorage.scrolled ?? 0))"
        )
        seconds = time.monotonic() - self.since
        return (
            f"{self.clicks} clicks, {self.keys} keys, {scrolled} pixels scrolled, "
            f"{seconds:.0f} s (a script works, without a pause for thought)"
        )
