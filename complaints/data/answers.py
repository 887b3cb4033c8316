"""How data is answered: to everybody, with what a program needs so as not to fetch it twice.

Any page may read it from a reader's browser: it is public, and the same for everybody.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.csrf import csrf_exempt

METHODS = ["GET", "HEAD", "OPTIONS"]
SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
}
JUST_NOW = timedelta(seconds=1)
"""Times in HTTP are whole seconds: another change may follow within the same one."""

View = Callable[..., HttpResponse]


def shared(view: View) -> Callable[..., HttpResponseBase]:
    """Let ``view`` be read from anywhere, by reading methods alone."""

    @csrf_exempt  # it changes nothing, and other methods get the answer that they are due
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(status=204, headers={"Allow": ", ".join(METHODS)})
        elif request.method in METHODS:
            response = _if_changed(request, view(request, *args, **kwargs))
        else:
            response = HttpResponseNotAllowed(METHODS)
        for name, value in SHARED.items():
            response.headers[name] = value
        return response

    return answer


def download(body: str, content_type: str, modified: datetime, link: str = "") -> HttpResponse:
    """Return ``body`` as a file, saved rather than shown: what a browser shows of it would have no exit."""
    response = HttpResponse(body, content_type=content_type)
    response.headers["Content-Disposition"] = "attachment"
    if modified <= timezone.now() - JUST_NOW:
        response.headers["Last-Modified"] = http_date(modified.timestamp())
    if link:
        response.headers["Link"] = link
    return response


def _if_changed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return ``response``, or that nothing has changed since the asker last fetched it (304)."""
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    modified = response.headers.get("Last-Modified")
    last_modified = parse_http_date_safe(modified) if modified else None
    found = get_conditional_response(request, etag=etag, last_modified=last_modified, response=response)
    return found or response
