"""The sitemap for search engines."""

from collections.abc import Iterator
from typing import Any

from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page
from wagtail.query import PageQuerySet

from pages.core.page_visibility import public_pages

CHUNK_SIZE = 2000


class PublicSitemap(Sitemap):
    """Every public page; nothing below a page that is not public."""

    def items(self) -> PageQuerySet:
        root = self.get_wagtail_site().root_page
        return public_pages(Page.objects.descendant_of(root, inclusive=True)).order_by("path")

    def entries_for_page(self, page: Page) -> Iterator[dict[str, Any]]:
        """Yield the address of ``page`` with the time of its last publication.

        Wagtail would give the time of the last draft instead.
        """
        yield {"location": page.get_full_url(self.request), "lastmod": page.last_published_at}

    def get_urls(self, page: int = 1, site: Any = None, protocol: Any = None) -> list[dict[str, Any]]:
        """Return one ``page`` of the sitemap. Wagtail would query each site page for its addresses."""
        site_pages = self.paginator.page(page).object_list.iterator(chunk_size=CHUNK_SIZE)
        entries = [entry for each in site_pages for entry in self.entries_for_page(each)]
        times = [entry["lastmod"] for entry in entries]
        if times and None not in times:
            self.latest_lastmod = max(times)
        return entries
