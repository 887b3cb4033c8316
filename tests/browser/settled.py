"""When a page has done all that it does by itself."""

from playwright.sync_api import Page

REST = """new Promise(done => requestIdleCallback(
  () => requestAnimationFrame(() => requestAnimationFrame(() => done())), {timeout: 1000}))"""
"""The second is for Chromium: once in about eighty times it never says that a page which is drawn is idle."""


def settle(page: Page) -> None:
    """Wait until a page has loaded, its scripts rest, and it has been drawn twice since."""
    page.wait_for_load_state("load")
    page.evaluate(REST)
