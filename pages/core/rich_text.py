"""What rich text says, apart from what the editor writes into it for itself."""

import re

from wagtail.rich_text import get_text_for_indexing

EDITOR_KEY = re.compile(r' data-block-key=\\?"[^"\\]*\\?"')
"""The editor gives each paragraph a new key, even if nobody has changed it."""


def has_text(html: str) -> bool:
    """Return whether a reader would see any text. An emptied editor leaves an empty paragraph behind."""
    return bool(get_text_for_indexing(html).strip())


def without_editor_keys(text: str) -> str:
    """Return rich text, as HTML or within JSON, without the keys of its paragraphs."""
    return EDITOR_KEY.sub("", text)
