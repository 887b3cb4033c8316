"""The sitemap for search engines."""

from wagtail.contrib.sitemaps import Sitemap

from .public import public_pages


class PublicSitemap(Sitemap):
    """Every public page; below a page that is not public nothing is."""

    def items(self):
        """Return the pages, in one query beside those of their types."""
        return public_pages(super().items())
