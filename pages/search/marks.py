"""Matched words in context, for a page to show."""

import re
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString

START, END = "\ue000", "\ue001"
"""What the database puts around a matched word: characters that no text has a use for."""
MARKED = re.compile(f"{START}([^{START}{END}]*){END}")
EXCERPT_WORDS = 32


class Excerpt(NamedTuple):
    """A title and some of the text, with the database's marks."""

    title: str
    text: str


def marked(text: str) -> SafeString:
    """Return ``text`` escaped, with its matched words in ``mark``."""
    html = MARKED.sub(r"<mark>\1</mark>", escape(" ".join(text.split())))
    return SafeString(html.replace(START, "").replace(END, ""))


def in_context(text: str) -> SafeString:
    """Return ``text``, a piece of a longer one, as ``marked`` does, with dots where it was cut."""
    text = text.strip(" …·")
    plain = text.replace(START, "").replace(END, "")
    before = "" if plain[:1].isupper() else "… "
    after = "" if plain[-1:] in ".!?" else " …"
    return marked(f"{before}{text}{after}") if plain else SafeString("")
