"""What every page and screen has to pass: axe's rules, one main heading, and no sideways scroll.

axe finds about a third of what WCAG asks for; the rest is looked at by people.
"""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.effort import by_effort

from .settled import settle

WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = [320, 1280]
"""A small phone's, and a desktop's."""
WIDTHS_FOR_AXE = by_effort(WIDTHS[:1], WIDTHS)
WAGTAILS_MINIMAP = "#w-minimap-toggle"
"""While it slides in, beside every editor's form, its button is smaller than 24 pixels."""

WAGTAILS_MINIMAP_LIST = ".w-minimap__list"
"""The list in it, which repeats headings, cannot be scrolled by the keyboard where a form has many parts."""

PREVIEW = ".review__preview"
"""A public page within a screen, which may still be loading; it is looked at by itself."""


def faults_at(page: Page, addresses: list[str]) -> str:
    """Open each of ``addresses`` and return what is wrong with them, to be read; nothing if all are right."""
    found = []
    for address in addresses:
        page.goto(address)
        found += [f"{address} {fault}" for fault in faults_of(page)]
    return "\n".join(found)


def faults_of(page: Page) -> list[str]:
    """Return what is wrong with what is open in ``page``."""
    found = []
    if (headings := page.get_by_role("heading", level=1).count()) != 1:
        found.append(f"has {headings} main headings")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            found.append(f"is wider than {width} pixels")
        if width in WIDTHS_FOR_AXE:
            found += faults_found_by_axe(page)
    return found


def faults_in_the_dark(page: Page) -> list[str]:
    """Return which colours of what is open in ``page`` axe refuses on a dark screen: no more differs."""
    page.emulate_media(color_scheme="dark")
    settle(page)
    found = faults_found_by_axe(
        page, {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
    )
    page.emulate_media(color_scheme="light")
    return [f"on a dark screen: {fault}" for fault in found]


UNSTICK = """() => {
    for (const element of document.querySelectorAll("*")) {
        if (getComputedStyle(element).position === "sticky") {
            element.dataset.unstuck = element.style.position;
            element.style.position = "static";
        }
    }
}"""
STICK_AGAIN = """() => {
    for (const element of document.querySelectorAll("[data-unstuck]")) {
        element.style.position = element.dataset.unstuck;
        delete element.dataset.unstuck;
    }
}"""


def faults_found_by_axe(
    page: Page, rules: Any = WCAG_2_2_AA, within: str = "html"
) -> list[str]:
    """Return what axe reports of what is open in ``page``, at the width it has, ``within`` a selector.

    Sticky bars lose their stickiness meanwhile: axe calls a tick box too small that
    happens to be half below such a bar, although a reader can scroll it out.
    """
    context = {
        "include": [[within]],
        "exclude": [[WAGTAILS_MINIMAP], [WAGTAILS_MINIMAP_LIST], [PREVIEW]],
    }
    page.evaluate(UNSTICK)
    # What is right is told in short: in full, that took two fifths of the time.
    result = Axe().run(page, context, {"runOnly": rules, "resultTypes": ["violations"]})
    page.evaluate(STICK_AGAIN)
    return [result.generate_report()] if result.violations_count else []
