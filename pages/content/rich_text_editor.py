"""The editor for rich text."""

from wagtail.admin.rich_text import DraftailRichTextArea

from pages.core.rich_text import has_text


class RichTextEditor(DraftailRichTextArea):
    """Wagtail's editor, which sends an empty paragraph for an empty text once it has started.

    Taken for a change, that would make an author of whoever only opens the page, and authors may not
    approve.
    """

    def value_from_datadict(self, data, files, name):
        """Return the text; empty if a reader would see none."""
        html = super().value_from_datadict(data, files, name)
        return html if html is None or has_text(html) else ""
