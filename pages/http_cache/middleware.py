"""Says of every answer who may keep it, and gives public ones the same bytes for everybody.

It stands before all other middleware, so that what it keeps is what they made of it.
"""

import math
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone
from django.utils.cache import has_vary_header

from pages.core.addresses import is_admin_address

from .address_classes import AddressClass, class_of
from .answers import ANSWER, REVALIDATE, Answer, Reply, not_for
from .models import Invalidation
from .recording import Shown, recording
from .tracking import without_tracking

LONGEST = timedelta(hours=24)
"""So long an answer is kept of which no change is known in advance."""
SAFE = ("GET", "HEAD")
MADE_ANEW = {
    "cache-control",
    "vary",
    "etag",
    "last-modified",
    "content-length",
    "content-encoding",
    "expires",
}


class DeliveryMiddleware:
    """Decides by the class of the address, and by what was done to make the answer."""

    def __init__(self, get_response):
        """Keep the next handler."""
        self.get_response = get_response
        # Pads what it compresses, so that the size betrays no token (BREACH); what is public holds none.
        self.padded = GZipMiddleware(get_response)

    def __call__(self, request):
        """Return the answer as whoever asked, and whatever stands between, may keep it."""
        if not is_admin_address(request):
            request.META["QUERY_STRING"] = without_tracking(request.META.get("QUERY_STRING", ""))
        began = timezone.now()
        with recording() as shown:
            response = self.get_response(request)
        if request.path.startswith(settings.STATIC_URL) and response.status_code < 400:
            return response
        found = class_of(request.resolver_match, request)
        is_same = _is_the_same_for_everybody(request, response, shown)
        if found is AddressClass.PUBLIC and is_same and response.status_code == 200:
            return self._public(request, response, shown, began)
        response["Cache-Control"] = _cache_control(found, response, is_same)
        if settings.FRONT:
            for name, value in not_for(settings.FRONT):
                response[name] = value
        if found is AddressClass.FILE:
            return response
        return self.padded.process_response(request, response)

    def _public(self, request, response, shown: Shown, began: datetime):
        answer = _answer(request, response, shown, began)
        reply = answer.reply(
            timezone.now().timestamp(),
            request.META.get("HTTP_ACCEPT_ENCODING", ""),
            request.META.get("HTTP_IF_NONE_MATCH", ""),
            request.META.get("HTTP_IF_MODIFIED_SINCE", ""),
        )
        if answer.expires:
            request.META[ANSWER] = answer
        return _with(response, reply, request.method)


def _is_the_same_for_everybody(request, response, shown: Shown) -> bool:
    """Tell whether nothing in ``response`` depends on who asked."""
    if request.method not in SAFE or getattr(request, "is_preview", False) or shown.asks_who_reads:
        return False
    said = response.get("Cache-Control", "")
    return not (response.cookies or has_vary_header(response, "Cookie") or "no-store" in said)


def _cache_control(found: AddressClass | None, response, is_same: bool) -> str:
    """Return who may keep what is no public answer of 200."""
    is_error = response.status_code >= 400
    if found is AddressClass.HEALTH or (is_error and found is not AddressClass.PRIVATE):
        return "no-store"
    if found in (AddressClass.PUBLIC, AddressClass.FILE) and is_same:
        return REVALIDATE
    return "private, no-store"


def _answer(request, response, shown: Shown, began: datetime) -> Answer:
    keys = frozenset(shown.keys)
    is_kept = not request.META["QUERY_STRING"]
    try:
        times = Invalidation.objects.filter(key__in=keys).values_list("at", flat=True)
        purged = max(times, default=None)
    except DatabaseError:
        purged, is_kept = None, False
    if purged and purged > began:
        is_kept = False  # it may show what was there before
    changed = max(filter(None, [purged, shown.changed]), default=None)
    until = min(filter(None, [shown.until, began + LONGEST]))
    return Answer(
        body=response.content,
        headers=[each for each in response.items() if each[0].lower() not in MADE_ANEW],
        keys=keys,
        # Whole seconds, rounded up: another change may follow within the same one.
        last_modified=math.ceil(changed.timestamp()) if changed else None,
        expires=until.timestamp() if is_kept else 0.0,
        front=settings.FRONT,
    )


def _with(response, reply: Reply, method: str):
    """Return ``response`` with the bytes and headers of ``reply``."""
    response.status_code = reply.status
    response.content = b"" if method == "HEAD" else reply.body
    for name, _ in list(response.items()):
        del response[name]
    for name, value in reply.headers:
        response[name] = value
    return response
