"""Readers at a real browser each: Chromium, Firefox and WebKit, as Debian has them.

They do with the keyboard and the mouse of a ``Desktop`` what a person does, and look
into the page by the browser's own remote control: Chromium's DevTools protocol,
Firefox's WebDriver BiDi, WebKit's WebDriver. Nothing of Playwright here: it emulates
focus and turns the back-forward cache off.
"""

from .chromium import ChromiumReader
from .firefox import FirefoxReader
from .webkit import WebKitReader

READERS = {
    reader.name: reader for reader in [ChromiumReader, FirefoxReader, WebKitReader]
}
