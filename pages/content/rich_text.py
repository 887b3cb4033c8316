"""Rich text: its editor, and links in it to pages and documents, which reveal nothing that is not public."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from pages.core.text import has_text

from . import link_prefetch


class RichTextEditor(DraftailRichTextArea):
    """Wagtail's editor, which submits an empty paragraph for an empty text, and which has no name.

    An empty paragraph would count as a change and make everyone who only opens and
    saves a page one of its authors, and authors may not approve. Without a name screen
    readers do not say what one writes.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        """Name the editor for where nothing else does, which is in blocks."""
        super().__init__(*args, **options)
        self.options["ariaLabel"] = "Text"

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rendered = context["widget"]["attrs"]
        if "id" in rendered:
            labelled = {**self.options, "ariaLabelledBy": f"{rendered['id']}-label"}
            rendered["data-w-init-detail-value"] = json.dumps(
                labelled, cls=DjangoJSONEncoder
            )
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the text; empty if a reader would see none.

        Refuse what the editor never sends.
        """
        try:
            html = super().value_from_datadict(data, files, name)
        except (ValueError, AttributeError, LookupError, TypeError) as error:
            raise BadRequest(
                f"The text of {name} has another form than the editor's."
            ) from error
        return html if html is None or has_text(html) else ""


class KeptTags(LinkHandler):
    """Makes the tag of each target once: the targets stay in memory, and a long page links to few of them."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        tags = []
        for target in cls.get_many(attrs_list):
            if not target:
                tags.append("<a>")
                continue
            if not hasattr(target, "link_tag"):
                target.link_tag = format_html('<a href="{}">', target.url)
            tags.append(target.link_tag)
        return tags


class PublicPageLinkHandler(KeptTags, PageLinkHandler):
    """Links to public pages only.

    Wagtail's handler would also reveal the addresses of drafts.
    """

    @classmethod
    def get_many(cls, attrs_list: Iterable[dict[str, Any]]) -> list[Any]:
        pages = link_prefetch.linked_pages(attrs.get("id") for attrs in attrs_list)
        for place, page in enumerate(pages):
            if page and not page.can_be_read:
                pages[place] = None
        return pages


class PrefetchedDocumentLinkHandler(KeptTags, DocumentLinkHandler):
    """Loads documents together with those of the other texts of the response."""

    @classmethod
    def get_many(cls, attrs_list: Iterable[dict[str, Any]]) -> list[Any]:
        return link_prefetch.linked_documents(attrs.get("id") for attrs in attrs_list)
