"""Links to pages and documents in rich text."""

from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from . import link_lookup


class PublicPageLinkHandler(PageLinkHandler):
    """Leads to pages that readers can get to; the address of any other is not told.

    Wagtail's also leads to drafts.
    """

    @classmethod
    def get_many(cls, attrs_list):
        """Return a page, or ``None``, for each link."""
        found = link_lookup.pages(attrs.get("id") for attrs in attrs_list)
        return [page if page and page.can_be_read else None for page in found]


class DocumentsTogether(DocumentLinkHandler):
    """Looks up documents together with those of the other texts of the answer."""

    @classmethod
    def get_many(cls, attrs_list):
        """Return a document, or ``None``, for each link."""
        return link_lookup.documents(attrs.get("id") for attrs in attrs_list)
