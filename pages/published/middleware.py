"""Says of each response who may keep it, and whether it is the same for every reader.

It is the first middleware, so that it sees what all the others have made of a response.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import has_vary_header, patch_vary_headers

from pages.core.addresses import (
    SAFE_METHODS,
    is_admin_address,
    redirect_to_plain_spelling,
)
from pages.core.cache_policy import CachePolicy, cache_policy_of_request

from . import editions
from .serving import REVALIDATE_ALWAYS, SAME_FOR_ALL

CSRF_TOKEN = re.compile(r"(?:[A-Za-z0-9]{32}){1,2}")
"""The form of Django's token.

Django would answer any other with a cookie, which no reader has asked for.
"""
NEED_NO_PAGE = ("/healthz", "/readyz", "/metrics", settings.STATIC_URL)
"""Where nothing of a page is shown, so that the database need not be asked."""


class PublishedMiddleware:
    """Decides by the cache policy of the address, and by whether the response depends on the reader."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.conditional = ConditionalGetMiddleware(get_response)
        # It pads what it compresses, so that the size reveals no token (BREACH).
        self.padding_gzip = GZipMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not CSRF_TOKEN.fullmatch(request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")):
            request.COOKIES.pop(settings.CSRF_COOKIE_NAME, None)
        needs_no_page = request.path.startswith(NEED_NO_PAGE) or is_admin_address(
            request
        )
        # A preview shows a draft: nothing of that may stay in memory for readers.
        needs_no_page |= getattr(request, "is_dummy", False)
        if request.method in SAFE_METHODS and not needs_no_page:
            editions.read_edition(request)
        response = redirect_to_plain_spelling(request) or self.get_response(request)
        if request.path.startswith(settings.STATIC_URL) and response.status_code < 400:
            return response
        policy = cache_policy_of_request(request.resolver_match, request)
        is_same = _is_same_for_every_reader(request, response)
        response["Cache-Control"] = _cache_control_header(policy, response, is_same)
        if policy is CachePolicy.FILE:
            return response
        if policy is CachePolicy.FORM_PART:
            # Only the browser of whoever may read it keeps it, whatever its cookies are.
            response.headers.pop("Vary", None)
        if policy is CachePolicy.PUBLIC and is_same:
            if response.streaming and SAME_FOR_ALL not in request.META:
                # In one piece it has a length and a version for caches. A file gets
                # both from its server.
                whole = response.getvalue()
                status = response.status_code
                response = HttpResponse(
                    whole, status=status, headers=dict(response.headers)
                )
                response["Content-Length"] = str(len(whole))
            request.META[SAME_FOR_ALL] = True
            patch_vary_headers(response, ["Accept-Encoding"])
            response = self.conditional.process_response(request, response)
        return self.padding_gzip.process_response(request, response)


def _is_same_for_every_reader(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Return True if nothing in ``response`` depends on the reader.

    A view that reads the session does.
    """
    if request.method not in SAFE_METHODS or getattr(request, "is_preview", False):
        return False
    cache_control = response.get("Cache-Control", "")
    return not (
        response.cookies
        or has_vary_header(response, "Cookie")
        or "no-store" in cache_control
    )


def _cache_control_header(
    policy: CachePolicy | None, response: HttpResponseBase, is_same: bool
) -> str:
    is_error = response.status_code >= 400
    if policy is CachePolicy.HEALTH or (is_error and policy is not CachePolicy.PRIVATE):
        return "no-store"
    if policy is CachePolicy.FORM_PART and "no-store" not in response.get(
        "Cache-Control", ""
    ):
        return "private, max-age=31536000, immutable"
    if policy in (CachePolicy.PUBLIC, CachePolicy.FILE) and is_same:
        return REVALIDATE_ALWAYS
    return "private, no-store"
