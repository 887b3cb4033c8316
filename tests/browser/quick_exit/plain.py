"""Browsers as readers have them: no remote control, only a keyboard, a mouse and the screen.

Remote control changes when the processes of a browser hear of each other, and with it
what this measures.
"""

import contextlib
import hashlib
import json
import os
import signal
import ssl
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.desktop import HEIGHT, WIDTH
from tests.browser.readers.chromium import ChromiumReader
from tests.browser.readers.firefox import FirefoxReader
from tests.waiting import wait_until

SECONDS_OF_A_HAND = 0.3
"""What a hand takes from one key to the next."""


class PlainBrowser:
    """A browser that nobody looks into; what it shows is read from the screen and from its window's title."""

    name: str
    window: str
    new_tab: str
    """The title that a new tab has."""

    def __init__(self, desktop, stand_in):
        self.desktop = desktop
        self._profile = tempfile.TemporaryDirectory(
            prefix="plain-", ignore_cleanup_errors=True
        )
        self._program = subprocess.Popen(  # noqa: S603
            self.command(Path(self._profile.name), stand_in),
            env=desktop.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._window = wait_until(
            lambda: desktop.windows(self.window), "No window opened."
        )[0]
        desktop.do(
            "windowmove",
            self._window,
            "0",
            "0",
            "windowsize",
            self._window,
            str(WIDTH),
            str(HEIGHT),
        )
        desktop.do("windowfocus", "--sync", self._window)
        self._wait_until_it_hears_keys(stand_in)

    def _wait_until_it_hears_keys(self, stand_in) -> None:
        def set_out() -> bool:
            self.type_address(stand_in.address + "/before")
            with contextlib.suppress(AssertionError):
                self.wait_for_page("Weather", seconds=3)
            return self.shows_page("Weather")

        wait_until(set_out, "The browser hears no keys.")

    def command(self, profile: Path, stand_in) -> list[str]:
        """Return what starts the browser with an empty page."""
        raise NotImplementedError

    def close(self) -> None:
        os.killpg(self._program.pid, signal.SIGKILL)
        self._program.wait()
        self._profile.cleanup()

    @property
    def title(self) -> str:
        """The title of the open tab, with the browser's name."""
        return self.desktop.do("getwindowname", self._window).strip()

    def shows_page(self, title: str) -> bool:
        return self.title.startswith(title)

    def wait_for_page(self, title: str, *, seconds: float = 15) -> None:
        wait_until(
            lambda: self.shows_page(title),
            lambda: f"{self.title}, not {title}",
            seconds=seconds,
        )

    def press(self, *keys: str) -> None:
        self.desktop.press(*keys)

    def open_tab(self) -> None:
        """Open a new tab, and close the one before it."""
        if not self.shows_page(self.new_tab):
            self.press("ctrl+t")
            self.wait_for_page(self.new_tab)
        self.press("ctrl+Page_Up")
        wait_until(
            lambda: not self.shows_page(self.new_tab),
            "The tab before it is gone.",
            seconds=15,
        )
        self.press("ctrl+w")
        self.wait_for_page(self.new_tab)

    def type_address(self, address: str) -> None:
        """Set out for a page by typing its address."""
        self.press("ctrl+l")
        # Keys that come before the address bar has the keyboard are lost, and nothing
        # tells when it has.
        time.sleep(SECONDS_OF_A_HAND)
        self.desktop.type(address)
        # Takes away what the browser adds by itself to what is typed.
        self.press("Delete", "Return")


class PlainChromium(PlainBrowser):
    """Chromium without its DevTools."""

    name = "chromium"
    window = ChromiumReader.window
    new_tab = "New Tab"

    def command(self, profile, stand_in):
        options = [
            option for option in ChromiumReader.options if "remote" not in option
        ]
        return ["chromium", *options, f"--user-data-dir={profile}", "about:blank"]


class PlainFirefox(PlainBrowser):
    """Firefox without WebDriver."""

    name = "firefox"
    window = FirefoxReader.window
    new_tab = "Mozilla Firefox"

    def command(self, profile, stand_in):
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in FirefoxReader.settings.items()
        ]
        (profile / "user.js").write_text("".join(lines))
        (profile / "cert_override.txt").write_text(self._exception_for(stand_in))
        return ["firefox-esr", "--no-remote", "--profile", str(profile), "about:blank"]

    def _exception_for(self, stand_in) -> str:
        """Return a line that has Firefox take the certificate of ``stand_in``, which signs it itself."""
        parts = urlsplit(stand_in.address)
        certificate = ssl.PEM_cert_to_DER_cert(
            ssl.get_server_certificate((parts.hostname, parts.port))
        )
        digest = hashlib.sha256(certificate).hexdigest().upper()
        pairs = ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))
        return (
            f"{parts.hostname}:{parts.port}:\tOID.2.16.840.1.101.3.4.2.1\t{pairs}\t\n"
        )


PLAIN_BROWSERS = {browser.name: browser for browser in [PlainChromium, PlainFirefox]}
