"""Finds the page at an address, and all pages above it, in one query; Wagtail takes two for each level."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from wagtail import views
from wagtail.models import Page, PageViewRestriction, Site

from .own_types import as_own_types
from .public import MOST_LEVELS, paths_above


def serve(request, path: str):
    """Answer with the page at ``path`` as Wagtail does; only how it is found is ours.

    A site whose root page stands below a draft has no public page: Wagtail looks only from that root page on.
    """
    if site := Site.find_for_request(request):
        site.root_page = _with_pages_below(site, [name for name in path.split("/") if name])
        if not all(page.live for page in site.root_page.pages_above):
            raise Http404
    return views.serve(request, path)


def _with_pages_below(site: Site, names: list[str]) -> Page:
    """Return the root page of ``site``; it and those below it know the next page towards ``names``."""
    above: list[Any] = []
    for page in _pages_towards(site.root_page, names):
        page.pages_above = [*above]
        page.towards = None
        if above:
            page._cached_parent_obj = above[-1]
            above[-1].towards = page
        above.append(page)
    return next(page for page in above if page.pk == site.root_page_id)


def _pages_towards(root: Page, names: list[str]) -> list[Any]:
    """Return the pages above ``root``, itself, and those on the way from it to ``names``."""
    addresses, address = [], root.url_path
    for name in names[:MOST_LEVELS]:
        address += f"{name}/"
        addresses.append(address)
    # By their names, too: those are indexed, addresses are not.
    below = Q(slug__in=names[:MOST_LEVELS], url_path__in=addresses, path__startswith=root.path)
    restricted = Exists(PageViewRestriction.objects.filter(page=OuterRef("pk")))
    found = Page.objects.filter(Q(path__in=paths_above(root.path), depth__gt=1) | below)
    return as_own_types(found.annotate(is_restricted=restricted))
