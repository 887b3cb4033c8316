"""The sitemap for search engines."""

from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page


class PublicSitemap(Sitemap):
    """Every public page; below a page that is not public nothing is."""

    def items(self):
        """Return the pages, in one query beside those of their types."""
        pages = super().items()
        for hidden in Page.objects.filter(live=False, depth__gt=1, numchild__gt=0):
            pages = pages.not_descendant_of(hidden)
        return pages
