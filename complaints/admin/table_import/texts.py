"""Texts of cells and of drafts: compared, shortened, and turned into rich text."""

from typing import Any

from wagtail.rich_text import get_text_for_indexing as text_of

from complaints.admin.update_round.rows import to_plain_text
from pages.core.names import join_as_in_a_sentence
from pages.core.text import without_editor_keys

MAX_TITLE_LETTERS = 90


def plain(text: object) -> str:
    """Return ``text`` without what does not matter for a comparison: spaces and capitals."""
    return " ".join(str(text or "").casefold().split())


def words(value: object) -> str:
    """Return a value as people read it: a date has words of its own."""
    if value is True:
        return "Yes"
    return str(getattr(value, "words", value) or "")


def together(names: str) -> str:
    """Return the names of organisations, one a line, as people read them."""
    return join_as_in_a_sentence(names.splitlines())


def short(text: str) -> str:
    """Return the first words of ``text``."""
    first_line = " ".join(text.split("\n", 1)[0].split())
    if len(first_line) > MAX_TITLE_LETTERS:
        return first_line[:MAX_TITLE_LETTERS].rsplit(" ", 1)[0].rstrip(".;:,") + "…"
    return first_line.rstrip(".;:,")


def text_of_stream(stream: Any) -> str:
    """Return the words of the paragraphs in a response or in evidence."""
    paragraphs = [
        text_of(block.value.source)
        for block in stream or []
        if block.block_type == "text"
    ]
    return "\n".join(paragraphs)


def is_plain(stream: Any) -> bool:
    """Return True if a response is paragraphs alone, of which another text loses nothing."""
    for block in stream or []:
        if block.block_type != "text":
            return False
        if to_plain_text(without_editor_keys(block.value.source)) is None:
            return False
    return True
