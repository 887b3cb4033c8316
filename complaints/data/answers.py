"""How data is answered: to everybody.

Any page may read it from a reader's browser: it is public, and the same for everybody.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from pages.http_cache.cache_policy import public_view

METHODS = ["GET", "HEAD", "OPTIONS"]
SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
}

View = Callable[..., HttpResponse]


def shared(view: View) -> Callable[..., HttpResponseBase]:
    """Let ``view`` be read from anywhere, by reading methods alone."""

    @public_view
    @csrf_exempt  # it changes nothing, and other methods get the answer that they are due
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(status=204, headers={"Allow": ", ".join(METHODS)})
        elif request.method in METHODS:
            response = view(request, *args, **kwargs)
        else:
            response = HttpResponseNotAllowed(METHODS)
        for name, value in SHARED.items():
            response.headers[name] = value
        return response

    return answer


def download(body: str, content_type: str, link: str = "") -> HttpResponse:
    """Return ``body`` as a file, saved rather than shown: what a browser shows of it would have no exit."""
    response = HttpResponse(body, content_type=content_type)
    response.headers["Content-Disposition"] = "attachment"
    if link:
        response.headers["Link"] = link
    return response
