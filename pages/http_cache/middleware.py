"""Sets who may keep each response, and makes public responses identical for every reader.

It is the first middleware, so that it sees what all the others have made of a response.
"""

import math
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone
from django.utils.cache import has_vary_header

from pages.core.wagtail_addresses import is_admin_address

from .cache_policy import CachePolicy, cache_policy_of_request
from .made_files import MadeFileResponse, PublicFile
from .models import Invalidation
from .plain_addresses import SAFE_METHODS, redirect_to_plain_spelling, redirect_without_unread_parameters
from .public_response import (
    ENVIRON_KEY,
    REVALIDATE_ALWAYS,
    PublicResponse,
    WireResponse,
    no_store_headers,
)
from .response_recorder import ResponseRecord, record_response
from .tracking_parameters import strip_tracking_parameters

MAX_LIFETIME = timedelta(hours=24)
"""For how long a response is kept if no change is known in advance."""
DJANGO_COOKIES = {
    settings.SESSION_COOKIE_NAME: re.compile(r"[a-z0-9]{32}"),
    settings.CSRF_COOKIE_NAME: re.compile(r"[A-Za-z0-9]{32}|[A-Za-z0-9]{64}"),
}
"""Names and form of the cookies of the editing screens."""
REPLACED_HEADERS = {
    "cache-control",
    "vary",
    "etag",
    "last-modified",
    "content-length",
    "content-encoding",
    "expires",
}


class HttpCacheMiddleware:
    """Decides by the cache policy of the address, and by what was recorded while the response was built."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next handler."""
        self.get_response = get_response
        # It pads what it compresses, so that the size reveals no token (BREACH). Public pages hold no token.
        self.padding_gzip = GZipMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response with headers that say who may keep it."""
        if not is_admin_address(request):
            query = request.META.get("QUERY_STRING", "")
            request.META["QUERY_STRING"] = strip_tracking_parameters(query)
            _drop_malformed_cookies(request)
        started_at = timezone.now()
        with record_response() as record:
            response = redirect_to_plain_spelling(request) or self.get_response(request)
        if request.path.startswith(settings.STATIC_URL) and response.status_code < 400:
            return response
        policy = cache_policy_of_request(request.resolver_match, request)
        is_same = _is_same_for_every_reader(request, response, record)
        if policy is CachePolicy.PUBLIC and is_same and response.status_code == 200:
            # No public view streams its response.
            return self._public_response(request, cast(HttpResponse, response), record, started_at)
        response["Cache-Control"] = _cache_control_header(policy, response, is_same)
        if settings.FRONT:
            for name, value in no_store_headers(settings.FRONT):
                response[name] = value
        if policy is CachePolicy.FILE:
            return response
        return self.padding_gzip.process_response(request, response)

    def process_view(
        self, request: HttpRequest, view: Callable, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Redirect to the address without parameters that a public view does not read.

        A Wagtail hook does so for pages.
        """
        if getattr(view, "cache_policy", None) is not CachePolicy.PUBLIC:
            return None
        return redirect_without_unread_parameters(request, view)

    def _public_response(
        self, request: HttpRequest, response: HttpResponse, record: ResponseRecord, started_at: datetime
    ) -> HttpResponse:
        public_response = _build_public_response(request, response, record, started_at)
        wire_response = public_response.for_client(
            timezone.now().timestamp(),
            request.META.get("HTTP_ACCEPT_ENCODING", ""),
            request.META.get("HTTP_IF_NONE_MATCH", ""),
            request.META.get("HTTP_IF_MODIFIED_SINCE", ""),
        )
        if public_response.expires and not isinstance(public_response, PublicFile):
            request.META[ENVIRON_KEY] = public_response
        return _write_to_response(response, wire_response, request.method)


def _drop_malformed_cookies(request: HttpRequest) -> None:
    """Forget cookies that Django never set: it would delete them, and nobody could keep the page."""
    for name, pattern in DJANGO_COOKIES.items():
        if not pattern.fullmatch(request.COOKIES.get(name, "")):
            request.COOKIES.pop(name, None)


def _is_same_for_every_reader(
    request: HttpRequest, response: HttpResponseBase, record: ResponseRecord
) -> bool:
    """Return whether nothing in ``response`` depends on the reader."""
    is_preview = getattr(request, "is_preview", False)
    if request.method not in SAFE_METHODS or is_preview or record.depends_on_reader:
        return False
    cache_control = response.get("Cache-Control", "")
    return not (response.cookies or has_vary_header(response, "Cookie") or "no-store" in cache_control)


def _cache_control_header(policy: CachePolicy | None, response: HttpResponseBase, is_same: bool) -> str:
    """Return the ``Cache-Control`` of a response that is not a public one of status 200."""
    is_error = response.status_code >= 400
    if policy is CachePolicy.HEALTH or (is_error and policy is not CachePolicy.PRIVATE):
        return "no-store"
    if policy in (CachePolicy.PUBLIC, CachePolicy.FILE) and is_same:
        return REVALIDATE_ALWAYS
    return "private, no-store"


def _build_public_response(
    request: HttpRequest, response: HttpResponse, record: ResponseRecord, started_at: datetime
) -> PublicResponse:
    keys = frozenset(record.keys)
    may_be_kept = not request.META["QUERY_STRING"]
    try:
        times = Invalidation.objects.filter(key__in=keys).values_list("at", flat=True)
        last_purge = max(times, default=None)
    except DatabaseError:
        last_purge, may_be_kept = None, False
    if last_purge and last_purge > started_at:
        may_be_kept = False  # it may show what was there before the purge
    last_change = max(filter(None, [last_purge, record.last_change]), default=None)
    expires_at = min(filter(None, [record.next_change, started_at + MAX_LIFETIME]))
    fields: dict[str, Any] = {
        "headers": [each for each in response.items() if each[0].lower() not in REPLACED_HEADERS],
        "keys": keys,
        # Whole seconds, rounded up: another change may follow within the same second.
        "last_modified": math.ceil(last_change.timestamp()) if last_change else None,
        "expires": expires_at.timestamp() if may_be_kept else 0.0,
        "front": settings.FRONT,
    }
    if isinstance(response, MadeFileResponse):
        return PublicFile(b"", made=response.made, **fields)
    return PublicResponse(response.content, **fields)


def _write_to_response(
    response: HttpResponse, wire_response: WireResponse, method: str | None
) -> HttpResponse:
    """Return ``response`` with the status, headers and body of ``wire_response``."""
    response.status_code = wire_response.status
    if method == "HEAD" or isinstance(wire_response.body, bytes):
        response.content = b"" if method == "HEAD" else wire_response.body
    else:
        cast(MadeFileResponse, response).body_path = wire_response.body
    for name, _ in list(response.items()):
        del response[name]
    for name, value in wire_response.headers:
        response[name] = value
    return response
