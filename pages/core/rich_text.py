"""Whether rich text has any content."""

from wagtail.rich_text import get_text_for_indexing


def has_text(html: str) -> bool:
    """Return whether a reader would see any text. An emptied editor leaves an empty paragraph behind."""
    return bool(get_text_for_indexing(html).strip())
