"""What a page class can say of itself to Wagtail's index."""

from collections.abc import Iterable

from wagtail.search import index


class IndexedText(index.SearchField):
    """Some text of a page, each piece of it apart from the next where results show it in context."""

    def get_value(self, obj) -> str:
        """Return the text, without what the blocks of a stream leave empty."""
        value = super().get_value(obj)
        pieces = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
        # Wagtail's blocks say "None" where nothing is stored.
        texts = [text for each in pieces if (text := str(each).strip()) not in {"", "None"}]
        return " ".join(text if text.endswith((".", "!", "?")) else f"{text} ·" for text in texts)


class IndexedHeading(index.SearchField):
    """Words that stand before the title and count as much, such as “Recommendation 7.1:”."""

    def __init__(self, attribute: str):
        """Take the words from ``attribute`` of the page; Wagtail's index knows a title by its name."""
        super().__init__("title", boost=2)
        self.attribute = attribute

    def get_value(self, obj) -> str:
        """Return the words with a colon after them, as results show them."""
        words = getattr(obj, self.attribute)
        return f"{words}:" if words else ""
