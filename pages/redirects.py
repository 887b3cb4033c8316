"""Redirects to pages."""

from urllib.parse import urlsplit

from django.http import HttpResponseNotFound
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

from .public import is_live


class PublicRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, but none to a page that is not public: it would tell the page's address.

    They are followed from where something was taken down (410), too.
    """

    def process_response(self, request, response):
        """Return ``response``, or the redirect that stands for an address where nothing is."""
        nothing = HttpResponseNotFound() if response.status_code == 410 else response
        answer = super().process_response(request, nothing)
        return response if answer is nothing or self._leads_to_hidden_page(request) else answer

    def _leads_to_hidden_page(self, request) -> bool:
        address = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        # Looked up as Wagtail has just done: as it was asked for, then without the query.
        for path in (address, urlsplit(address).path):
            found = get_redirect(request, path)
            if found:
                return bool(found.redirect_page) and not is_live(found.redirect_page)
        return False
