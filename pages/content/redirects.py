"""Redirects to public pages."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseNotFound, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404
from django.utils.encoding import iri_to_uri
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from pages.core.page_visibility import is_live_with_ancestors

MAX_PARTS_BELOW_PAGE = 2
"""How many parts an address below a page can have without being a page itself: ``history/3``."""


class PublicRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, but none to a page that is not public, because that would reveal its address.

    They also apply where something was taken down (410). An address below a page that
    is no page itself, such as its history, moves with the page. Query parameters are
    kept.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Return ``response``, or a redirect if nothing was found at the address."""
        # Wagtail only looks for a redirect after a 404.
        not_found = HttpResponseNotFound() if response.status_code == 410 else response
        redirect = super().process_response(request, not_found)
        if redirect is not_found:
            if response.status_code != 404:
                return response
            address = next(_addresses_below_renamed_pages(request), "")
            if not address:
                return response
            return HttpResponsePermanentRedirect(_add_query_string(address, request))
        # The same look-up as Wagtail's: first with the query string, then without it.
        address = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        stored_redirect = get_redirect(request, address) or get_redirect(
            request, urlsplit(address).path
        )
        if stored_redirect and stored_redirect.redirect_page:
            if not is_live_with_ancestors(stored_redirect.redirect_page):
                return response
            if "?" not in stored_redirect.old_path:
                redirect["Location"] = _add_query_string(redirect["Location"], request)
        return redirect


def _addresses_below_renamed_pages(request: HttpRequest) -> Iterator[str]:
    """Yield the new address of what stood at the address of ``request``, below a page that was renamed."""
    parts = list(filter(None, request.path.split("/")))
    for count in range(1, min(MAX_PARTS_BELOW_PAGE, len(parts) - 1) + 1):
        page_path = "/".join(["", *parts[:-count]])
        path_below = "/".join(["", *parts[-count:], ""])
        redirect = get_redirect(request, page_path)
        page = redirect and redirect.redirect_page
        if (
            page
            and is_live_with_ancestors(page)
            and not _live_page_exists_at(request, page_path)
            and _page_answers_at(page.specific, path_below)
        ):
            yield redirect.link.rstrip("/") + path_below


def _page_answers_at(page: Any, path_below: str) -> bool:
    try:
        return bool(page.resolve_subpage(path_below))
    except (AttributeError, Resolver404):
        return False


def _live_page_exists_at(request: HttpRequest, path: str) -> bool:
    """Return True if another page has taken the address.

    A draft does not count, as nobody sees it there.
    """
    site = Site.find_for_request(request)
    url_path = site.root_page.url_path.rstrip("/") + path + "/" if site else ""
    return Page.objects.live().filter(url_path=url_path).exists()


def _add_query_string(address: str, request: HttpRequest) -> str:
    query = iri_to_uri(request.META.get("QUERY_STRING", ""))
    if query and "?" not in address:
        return f"{address}?{query}"
    return address
