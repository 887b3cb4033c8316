"""Redirects to pages."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponseNotFound, HttpResponsePermanentRedirect
from django.urls import Resolver404
from django.utils.encoding import iri_to_uri
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from pages.core.public import is_live

MOST_PARTS_BELOW = 2
"""Parts that an address can have below a page without being a page: ``history/3``."""


class PublicRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, but none to a page that is not public: it would tell the page's address.

    They are followed from where something was taken down (410), too. What stands below a page without being
    one, such as its history, moves with it, and what the address asks for (its query) is asked for there.
    """

    def process_response(self, request, response):
        """Return ``response``, or the redirect that stands for an address where nothing is."""
        nothing = HttpResponseNotFound() if response.status_code == 410 else response
        answer = super().process_response(request, nothing)
        if answer is nothing:
            if response.status_code != 404:
                return response
            address = next(_below_renamed_pages(request), "")
            return HttpResponsePermanentRedirect(_with_query(address, request)) if address else response
        found = self._found(request)
        if found and found.redirect_page:
            if not is_live(found.redirect_page):
                return response
            if "?" not in found.old_path:
                answer["Location"] = _with_query(answer["Location"], request)
        return answer

    def _found(self, request) -> Redirect | None:
        address = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        # Looked up as Wagtail has just done: as it was asked for, then without the query.
        return get_redirect(request, address) or get_redirect(request, urlsplit(address).path)


def _below_renamed_pages(request) -> Iterator[str]:
    """Find where that stands now which stood at the address of ``request``, below a page that was renamed."""
    parts = [part for part in request.path.split("/") if part]
    for below in range(1, min(MOST_PARTS_BELOW, len(parts) - 1) + 1):
        above, rest = "/".join(["", *parts[:-below]]), "/".join(["", *parts[-below:], ""])
        found = get_redirect(request, above)
        page = found and found.redirect_page
        if page and is_live(page) and not _page_at(request, above) and _has_below(page.specific, rest):
            yield found.link.rstrip("/") + rest


def _has_below(page: Any, rest: str) -> bool:
    try:
        return bool(page.resolve_subpage(rest))
    except (AttributeError, Resolver404):
        return False


def _page_at(request, path: str) -> bool:
    """Tell whether another page has taken the address. A draft takes none: nobody sees it there."""
    site = Site.find_for_request(request)
    url_path = site.root_page.url_path.rstrip("/") + path + "/" if site else ""
    return Page.objects.live().filter(url_path=url_path).exists()


def _with_query(address: str, request) -> str:
    query = iri_to_uri(request.META.get("QUERY_STRING", ""))
    return f"{address}?{query}" if query and "?" not in address else address
