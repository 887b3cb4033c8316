"""What Wagtail does not tell about rich text."""

from wagtail.rich_text import get_text_for_indexing


def has_text(html: str) -> bool:
    """Tell whether a reader would see any text: an emptied editor leaves an empty paragraph behind."""
    return bool(get_text_for_indexing(html).strip())
