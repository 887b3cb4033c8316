"""The editor for rich text."""

from typing import Any

from django.forms import Media
from wagtail.admin.rich_text import DraftailRichTextArea

from pages.core.rich_text import has_text


class RichTextEditor(DraftailRichTextArea):
    """Wagtail's editor, which submits an empty paragraph for an empty text.

    That would count as a change and make everyone who only opens and saves a page one of its authors, and
    authors may not approve.
    """

    @property
    def media(self) -> Media:
        """Add the script that cleans what is pasted from Word."""
        return super().media + Media(js=["word-paste.js"])

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the text; empty if a reader would see none."""
        html = super().value_from_datadict(data, files, name)
        return html if html is None or has_text(html) else ""
