"""The sitemap for search engines."""

from collections.abc import Iterator
from typing import Any

from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from pages.core.public import public_pages
from pages.http_cache.keys import below_key
from pages.http_cache.recording import shows

AT_ONCE = 2000
"""Pages that are read together."""


class PublicSitemap(Sitemap):
    """Every public page; below a page that is not public nothing is."""

    def items(self):
        """Return the pages, in one query."""
        root = self.get_wagtail_site().root_page
        shows(below_key(root.pk))
        return public_pages(Page.objects.descendant_of(root, inclusive=True)).order_by("path")

    def urls_of(self, page: Page) -> Iterator[dict[str, Any]]:
        """Yield the addresses under which ``page`` is read, with the time of its last publication.

        Wagtail would tell the time of a draft where a page has none.
        """
        yield {"location": page.get_full_url(self.request), "lastmod": page.last_published_at}

    def get_urls(self, page=1, site=None, protocol=None):
        """Return what is on one ``page`` of the sitemap; Wagtail asks each of its pages for its addresses."""
        found = self.paginator.page(page).object_list.iterator(chunk_size=AT_ONCE)
        urls = [url for each in found for url in self.urls_of(each)]
        times = [url["lastmod"] for url in urls]
        if times and None not in times:
            self.latest_lastmod = max(times)
        return urls
