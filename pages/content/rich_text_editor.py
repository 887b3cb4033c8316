"""The editor for rich text."""

import json
from typing import Any

from django.core.exceptions import BadRequest
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import Media
from wagtail.admin.rich_text import DraftailRichTextArea

from pages.core.rich_text import has_text


class RichTextEditor(DraftailRichTextArea):
    """Wagtail's editor, which submits an empty paragraph for an empty text, and which has no name.

    An empty paragraph would count as a change and make everyone who only opens and saves a page one of its
    authors, and authors may not approve. Without a name screen readers do not say what one writes.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        """Name the editor for where nothing else does, which is in blocks."""
        super().__init__(*args, **options)
        self.options["ariaLabel"] = "Text"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rendered = context["widget"]["attrs"]
        if "id" in rendered:
            labelled = {**self.options, "ariaLabelledBy": f"{rendered['id']}-label"}
            rendered["data-w-init-detail-value"] = json.dumps(labelled, cls=DjangoJSONEncoder)
        return context

    @property
    def media(self) -> Media:
        return super().media + Media(js=["word-paste.js"])

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the text; empty if a reader would see none. Refuse what the editor never sends."""
        try:
            html = super().value_from_datadict(data, files, name)
        except (ValueError, AttributeError, LookupError, TypeError) as error:
            raise BadRequest(f"The text of {name} has another form than the editor's.") from error
        return html if html is None or has_text(html) else ""
