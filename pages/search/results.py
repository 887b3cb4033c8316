"""The results that a reader sees: public pages of one site, the best first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db import connection
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from pages.core.public import public_pages

from . import postgresql, sqlite
from .marks import in_context, marked
from .page_types import SearchType, types_by_content_type
from .query import Query

PER_PAGE = 10


@dataclass(frozen=True)
class Result:
    """One page that was found."""

    address: str
    title: SafeString
    text: SafeString
    kind: str
    above: str
    """Title of the page that it stands under; empty for one under the home page."""


def public_pages_of(site: Site) -> PageQuerySet:
    """Return the pages of ``site`` that anybody may read."""
    return public_pages(Page.objects.in_site(site))


def sections_of(site: Site, pages: PageQuerySet) -> list[Page]:
    """Return those of ``pages`` that stand under the home page and have pages under them."""
    depth = site.root_page.depth + 1
    return list(pages.filter(depth=depth, numchild__gt=0).order_by("path"))


def places_to_look(sections: Iterable[Page], request) -> list[tuple[str, str]]:
    """Return address and title of each of the ``sections``, and of the lists that its class names."""
    return [
        (section.get_url(request) + below, title)
        for section in sections
        for below, title in [("", section.title), *getattr(section.specific_class, "lists_below", [])]
    ]


class Search:
    """What ``query`` finds among ``pages``."""

    def __init__(self, pages: PageQuerySet, query: Query):
        """Find everything at once: it is counted by type."""
        self.backend = postgresql if connection.vendor == "postgresql" else sqlite
        self.query = query
        self.found = self.backend.ranked(pages, query) if query else []

    @cached_property
    def types(self) -> dict[int, SearchType]:
        """Types of pages by content type."""
        return types_by_content_type()

    @cached_property
    def counts(self) -> Counter[str]:
        """How many pages of each type there are, by its slug."""
        return Counter(self.types[each.content_type_id].slug for each in self.found)

    def paging(self, number: str, of_type: str, request) -> Leaf:
        """Return the results on page ``number``, of the type named if one is; the nearest page there is."""
        wanted = [
            each for each in self.found if not of_type or self.types[each.content_type_id].slug == of_type
        ]
        leaf = Paginator(wanted, PER_PAGE).get_page(number)
        leaf.object_list = self._results(list(leaf.object_list), request)
        return leaf

    def _results(self, found, request) -> list[Result]:
        if not found:
            return []
        placed = Page.objects.only("path", "depth", "url_path")
        pages = placed.in_bulk([each.page_id for each in found])
        excerpts = self.backend.excerpts(found, self.query)
        lowest = Site.find_for_request(request).root_page.depth + 1
        above = {page.path[: -Page.steplen] for page in pages.values() if page.depth > lowest}
        titles = dict(Page.objects.filter(path__in=above).values_list("path", "title"))
        return [
            Result(
                address=page.get_url(request),
                title=marked(excerpts[page.pk].title),
                text=in_context(excerpts[page.pk].text),
                kind=capfirst(self.types[each.content_type_id].one),
                above=titles.get(page.path[: -Page.steplen], ""),
            )
            for each in found
            if (page := pages.get(each.page_id)) and page.pk in excerpts
        ]
