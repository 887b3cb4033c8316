"""Links to pages in rich text."""

from wagtail.rich_text.pages import PageLinkHandler

from .public import live_pages


class PublicPageLinkHandler(PageLinkHandler):
    """Leads to pages that readers can get to; the address of any other is not told.

    Wagtail's also leads to drafts.
    """

    @classmethod
    def get_many(cls, attrs_list):
        """Return a page, or ``None``, for each link; takes as many queries as Wagtail's own."""
        ids = [attrs.get("id") for attrs in attrs_list]
        pages = live_pages(cls.get_model().objects.filter(id__in=ids)).defer_streamfields().specific()
        found = {str(page.pk): page for page in pages}
        return [found.get(str(each)) for each in ids]
