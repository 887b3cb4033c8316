"""How a page class declares its text for Wagtail’s search index, and excerpts of what was found."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString
from wagtail.search import index

from .parsed_query import short_forms_of

HIGHLIGHT_START, HIGHLIGHT_END = "\ue000", "\ue001"
"""What the database puts around a matched word: private-use characters, which no text contains."""
HIGHLIGHTED = re.compile(f"{HIGHLIGHT_START}([^{HIGHLIGHT_START}{HIGHLIGHT_END}]*){HIGHLIGHT_END}")
HIDDEN_START, HIDDEN_END = "\ue002", "\ue003"
"""What stands in the index around text that is found and not shown. An excerpt may hold one of them alone."""
HIDDEN = re.compile(
    f"^[^{HIDDEN_START}{HIDDEN_END}]*{HIDDEN_END}|{HIDDEN_START}[^{HIDDEN_END}]*(?:{HIDDEN_END}|$)"
)
EXCERPT_WORDS = 32


class Excerpt(NamedTuple):
    """A title and a part of the text, with the database's highlight characters."""

    title: str
    text: str


def highlighted_html(text: str) -> SafeString:
    """Return ``text`` escaped, with its matched words in ``mark`` elements."""
    html = HIGHLIGHTED.sub(r"<mark>\1</mark>", escape(" ".join(text.split())))
    return SafeString(html.replace(HIGHLIGHT_START, "").replace(HIGHLIGHT_END, ""))


def excerpt_html(text: str) -> SafeString:
    text = HIDDEN.sub("", text).strip(" …·")
    plain_text = text.replace(HIGHLIGHT_START, "").replace(HIGHLIGHT_END, "")
    before = "" if plain_text[:1].isupper() else "… "
    after = "" if plain_text[-1:] in ".!?" else " …"
    return highlighted_html(f"{before}{text}{after}") if plain_text else SafeString("")


class IndexedText(index.SearchField):
    """Text of a page. Its pieces are separated, so that an excerpt does not run them together."""

    def get_value(self, obj: Any) -> str:
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


class TypedInCMS(index.AutocompleteField):
    """Words by which the search of the CMS finds a page, and their short forms: “rec 7” as well."""

    def get_value(self, obj: Any) -> str:
        words = str(getattr(obj, self.field_name) or "")
        return " ".join([words, *short_forms_of(words)])


class IndexedHeading(index.SearchField):
    """Words that stand before the title and count as much, such as “Recommendation 7.1:”."""

    def __init__(self, attribute: str) -> None:
        """Take the words from ``attribute`` of the page. Wagtail recognises a title by the name "title"."""
        super().__init__("title", boost=2)
        self.attribute = attribute

    def get_value(self, obj: Any) -> str:
        words = getattr(obj, self.attribute)
        return f"{words}:" if words else ""
