"""Renders links to pages and documents in rich text."""

from collections.abc import Iterable
from typing import Any

from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from . import link_prefetch


class PublicPageLinkHandler(PageLinkHandler):
    """Links to public pages only. Wagtail's handler would also reveal the addresses of drafts."""

    @classmethod
    def get_many(cls, attrs_list: Iterable[dict[str, Any]]) -> list[Any]:
        """Return a page, or ``None``, for each link."""
        pages = link_prefetch.linked_pages(attrs.get("id") for attrs in attrs_list)
        return [page if page and page.can_be_read else None for page in pages]


class PrefetchedDocumentLinkHandler(DocumentLinkHandler):
    """Loads documents together with those of the other texts of the response."""

    @classmethod
    def get_many(cls, attrs_list: Iterable[dict[str, Any]]) -> list[Any]:
        """Return a document, or ``None``, for each link."""
        return link_prefetch.linked_documents(attrs.get("id") for attrs in attrs_list)
