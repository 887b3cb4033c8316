"""Fields by which a page class declares its text for Wagtail's search index."""

from collections.abc import Iterable
from typing import Any

from wagtail.search import index

from .highlighting import HIDDEN_END, HIDDEN_START


class IndexedText(index.SearchField):
    """Text of a page. Its pieces are separated, so that an excerpt does not run them together."""

    def get_value(self, obj: Any) -> str:
        """Return the text without empty blocks."""
        value = super().get_value(obj)
        pieces = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
        # Wagtail's blocks say "None" where nothing is stored.
        texts = [text for piece in pieces if (text := str(piece).strip()) not in {"", "None"}]
        return " ".join(text if text.endswith((".", "!", "?")) else f"{text} ·" for text in texts)


class IndexedCode(IndexedText):
    """Text by which a page is found, but that excerpts do not show, such as an identifier."""

    def get_value(self, obj: Any) -> str:
        value = super().get_value(obj)
        return f"{HIDDEN_START} {value} {HIDDEN_END}" if value else ""


class IndexedHeading(index.SearchField):
    """Words that stand before the title and count as much, such as “Recommendation 7.1:”."""

    def __init__(self, attribute: str) -> None:
        """Take the words from ``attribute`` of the page. Wagtail recognises a title by the name "title"."""
        super().__init__("title", boost=2)
        self.attribute = attribute

    def get_value(self, obj: Any) -> str:
        words = getattr(obj, self.attribute)
        return f"{words}:" if words else ""
