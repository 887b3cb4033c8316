"""Finds the page at an address with the pages above it; Wagtail would ask twice for each level."""

from django.http import Http404
from wagtail import views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from .public import MOST_LEVELS


def serve(request, path: str):
    """Answer with the page at ``path`` as Wagtail does; only how it is found is ours."""
    # Wagtail looks here first; if it ever does not, it finds the page by itself.
    request._wagtail_route_for_request = find_page(request, [name for name in path.split("/") if name])
    return views.serve(request, path)


def find_site(request) -> Site | None:
    """Return the site of ``request``; where there is but one, without the cost of comparing hosts."""
    sites = Site.objects.order_by().select_related("root_page")[:2]
    if len(sites) == 1 and sites[0].is_default_site:
        request._wagtail_site = sites[0]  # Wagtail looks here first
    return Site.find_for_request(request)


def find_page(request, names: list[str]) -> RouteResult:
    """Return the page at the address of ``names``, or what it serves below it; 404 if there is none.

    Nothing is found below a page that is not live, be it above the site's root page.
    """
    site = find_site(request)
    if not site:
        raise Http404
    root = site.root_page
    above_root = root.get_ancestors().filter(depth__gt=1) if root.depth > 2 else []
    found = _pages_towards(root, names[:MOST_LEVELS]) if names else []
    on_the_way = [*above_root, root, *found]
    if not all(page.live for page in on_the_way):
        raise Http404
    page = on_the_way[-1].specific
    page.pages_above = on_the_way[:-1]
    return page.route(request, names[len(found) :])


def _pages_towards(root: Page, names: list[str]) -> list[Page]:
    """Return the pages below ``root`` on the way to the address of ``names``, the highest first."""
    addresses = [f"{root.url_path}{'/'.join(names[:end])}/" for end in range(1, len(names) + 1)]
    # By their names, too: those are indexed, addresses are not.
    found = Page.objects.filter(slug__in=names, url_path__in=addresses).order_by("path")
    return list(found.only("title", "path", "depth", "url_path", "live", "content_type"))
