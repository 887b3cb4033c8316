"""Pictures of the site with its demonstration content: some for the documents, all to be looked at.

Writes ``docs/images/*.webp``, each under 100 KB, which are committed, and every template at the widths of a
telephone and a desktop to ``var/screenshots/``, which is not.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from site_config.settings.environment import PROJECT_DIR
from tests.bench import demonstration
from tests.browser.addresses import ONE_OF_EACH_TEMPLATE
from tests.browser.settled import settle

FOR_DOCUMENTS = {"register": "/super-complaints/"}
"""Which address each committed picture shows."""
WIDTHS = (320, 1280)
HEIGHT = 800
MOST_BYTES = 100_000


def main() -> None:
    """Take all pictures and say where they are."""
    with (
        tempfile.TemporaryDirectory() as folder,
        demonstration.site(Path(folder)) as site,
        chromium() as browser,
    ):
        for name, address in FOR_DOCUMENTS.items():
            page = open_page(browser, f"{site}{address}", max(WIDTHS))
            answer_the_banner(page)
            save(page.screenshot(), PROJECT_DIR / "docs" / "images" / f"{name}.webp")
        for width in WIDTHS:
            for address in ONE_OF_EACH_TEMPLATE:
                page = open_page(browser, f"{site}{address}", width)
                picture = PROJECT_DIR / "var" / "screenshots" / str(width) / f"{name_of(address)}.png"
                page.screenshot(full_page=True, path=picture)
                page.close()
    print("The pictures for the documents are in docs/images/, all others in var/screenshots/.")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the Chromium that ``CHROMIUM`` names."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        yield browser
        browser.close()


def open_page(browser: Browser, address: str, width: int) -> Page:
    """Open an address with a fresh profile, and wait until it rests."""
    page = browser.new_page(viewport={"width": width, "height": HEIGHT}, reduced_motion="reduce")
    page.goto(address)
    settle(page)
    return page


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
    for quality in range(90, 0, -10):
        written = BytesIO()
        Image.open(BytesIO(png)).save(written, "WEBP", quality=quality, method=6)
        if written.tell() <= MOST_BYTES:
            break
    path.write_bytes(written.getvalue())


if __name__ == "__main__":
    main()
