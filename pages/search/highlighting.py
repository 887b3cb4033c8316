"""Titles and excerpts in which the matched words are highlighted."""

import re
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString

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
    """Return ``text``, a part of a longer one, highlighted and with dots where it was cut off."""
    text = HIDDEN.sub("", text).strip(" …·")
    plain_text = text.replace(HIGHLIGHT_START, "").replace(HIGHLIGHT_END, "")
    before = "" if plain_text[:1].isupper() else "… "
    after = "" if plain_text[-1:] in ".!?" else " …"
    return highlighted_html(f"{before}{text}{after}") if plain_text else SafeString("")
