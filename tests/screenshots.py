"""Pictures of the site with its demonstration content: some for the documents, all to be looked at.

Writes ``docs/images/*.webp``, each under 100 KB, which are committed, or to the folder
that ``PICTURES`` names; and every template at the widths of a telephone and a desktop,
light and dark, to ``var/screenshots/``, which is not.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from site_config.settings.environment import PROJECT_DIR
from tests.bench import demonstration
from tests.bench.size import IS_SMALLEST, sized
from tests.browser.addresses import MORE_STATES, ONE_OF_EACH_TEMPLATE
from tests.browser.settled import settle

FOR_DOCUMENTS = {"register": "/super-complaints/"}
"""Which address each committed picture shows."""
SMALLEST_IMAGES = "var/screenshots/images"
IMAGES = PROJECT_DIR / (
    SMALLEST_IMAGES if IS_SMALLEST else os.environ.get("PICTURES", "docs/images")
)
WIDTHS = (320, 1280)
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
HEIGHT = 800
PASSWORD = "try-the-demo"
"""Of every account of the demonstration."""
MOST_BYTES = 100_000


def main() -> None:
    """Take all pictures and say where they are."""
    with (
        tempfile.TemporaryDirectory() as folder,
        demonstration.site(Path(folder), DEMO="1") as site,
        chromium() as browser,
    ):
        for name, address in FOR_DOCUMENTS.items():
            page = open_page(browser, f"{site}{address}", max(WIDTHS))
            answer_the_banner(page)
            save(page.screenshot(), IMAGES / f"{name}.webp")
        if not IS_SMALLEST:
            take_pictures_of_the_cms(browser, site)
        for width, theme in list(product(WIDTHS, THEMES))[: sized(None, 1)]:
            for address in [*ONE_OF_EACH_TEMPLATE, *MORE_STATES][: sized(None, 1)]:
                page = open_page(browser, f"{site}{address}", width, theme)
                kept = PROJECT_DIR / "var" / "screenshots" / f"{width}-{theme}"
                picture = kept / f"{name_of(address)}.png"
                page.screenshot(full_page=True, path=picture)
                page.close()
    print(
        f"The pictures for the documents are in {IMAGES.relative_to(PROJECT_DIR)}/, all others in var/screenshots/."
    )


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the Chromium that ``CHROMIUM`` names."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"]
        )
        yield browser
        browser.close()


def open_page(
    browser: Browser, address: str, width: int, theme: Theme = "light"
) -> Page:
    """Open an address with a fresh profile, and wait until it rests."""
    page = browser.new_page(
        viewport={"width": width, "height": HEIGHT},
        reduced_motion="reduce",
        color_scheme=theme,
    )
    page.goto(address)
    settle(page)
    return page


def take_pictures_of_the_cms(browser: Browser, site: str) -> None:
    """Work as an editor and a moderator do, and take a picture of each screen that the guide shows."""
    editor = sign_in(browser, site, "editor@example.org", max(WIDTHS))
    keep(editor, "dashboard")
    editor.get_by_role("link", name="Recommendations", exact=True).click()
    keep(editor, "recommendations")
    editor.locator("main").get_by_role(
        "link", name=re.compile("^Recommendation 1:")
    ).first.click()
    keep(editor, "recommendation-form")
    editor.get_by_role("button", name="Add Progress update").click()
    editor.locator("[name='progress_updates-0-as_at']").fill("October 2026")
    editor.locator("#tab-progress .public-DraftEditor-content:visible").first.click()
    editor.keyboard.type("All call handlers have been trained.")
    # The editor hands over what was typed a moment later.
    expect(editor.locator("[name='progress_updates-0-text']")).to_have_value(
        re.compile("trained")
    )
    editor.get_by_role("textbox", name="Change note").fill(
        "We report on the training of call handlers."
    )
    footer = editor.locator("footer")
    footer.get_by_role("button", name=re.compile("^Submit for")).click()
    expect(editor.locator(".messages .success")).to_be_visible()
    for width, name in zip(WIDTHS, ("review-on-a-telephone", "review"), strict=True):
        moderator = sign_in(browser, site, "moderator@example.org", width)
        waiting = moderator.get_by_role("region", name="Awaiting your review")
        waiting.get_by_role("link").first.click()
        keep(moderator, name)


def sign_in(browser: Browser, site: str, email: str, width: int) -> Page:
    """Open the dashboard as one of the demonstration's people."""
    page = browser.new_page(
        viewport={"width": width, "height": HEIGHT}, reduced_motion="reduce"
    )
    page.goto(f"{site}/admin/login/")
    page.locator("[name='login']").fill(email)
    page.locator("[name='password']").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")
    return page


def keep(page: Page, name: str) -> None:
    """Save a picture of the screen for the documents once it rests."""
    page.wait_for_load_state("networkidle")
    save(page.screenshot(), IMAGES / f"{name}.webp")


def answer_the_banner(page: Page) -> None:
    """Reject cookies: the banner is a picture of its own."""
    page.get_by_role("button", name=re.compile("^Reject")).click()
    page.get_by_role("button", name="Hide this message").click()


def name_of(address: str) -> str:
    """Return a file name for an address."""
    return re.sub(r"[^a-z0-9]+", "-", address).strip("-") or "home"


def save(png: bytes, path: Path) -> None:
    """Write a picture as WebP, in the best quality that stays within ``MOST_BYTES``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for quality in range(sized(90, 10), 0, -10):
        written = BytesIO()
        Image.open(BytesIO(png)).save(written, "WEBP", quality=quality, method=6)
        if written.tell() <= MOST_BYTES:
            break
    path.write_bytes(written.getvalue())


if __name__ == "__main__":
    main()
