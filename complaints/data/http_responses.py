"""Responses with data, which is public: scripts of any website may read them."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from pages.http_cache.cache_policy import public_view
from pages.http_cache.made_files import MadeFile, MadeFileResponse

ALLOWED_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ", ".join(ALLOWED_METHODS),
    "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
}

BEING_MADE = "This file is being made, because the data has changed. Try again in a few seconds.\n"
RETRY_AFTER_SECONDS = 5

ReadingView = Callable[..., HttpResponse]


def readable_from_any_origin(view: ReadingView) -> Callable[..., HttpResponseBase]:
    """Let scripts of any website read ``view``, and allow only reading methods."""

    @public_view
    # The view changes nothing, and other methods get 405 instead of 403.
    @csrf_exempt  # nosemgrep: form-without-protection
    @wraps(view)
    def serve(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(
                status=204, headers={"Allow": ", ".join(ALLOWED_METHODS)}
            )
        elif request.method in ALLOWED_METHODS:
            response = view(request, *args, **kwargs)
        else:
            response = HttpResponseNotAllowed(ALLOWED_METHODS)
        for name, value in CORS_HEADERS.items():
            response.headers[name] = value
        return response

    return serve


def download_response(body: str | MadeFile, content_type: str, link: str = "") -> HttpResponse:
    """Return ``body`` as a file to save: shown in the browser, it would have no quick exit."""
    response = (
        MadeFileResponse(body, content_type=content_type)
        if isinstance(body, MadeFile)
        else HttpResponse(body, content_type=content_type)
    )
    response.headers["Content-Disposition"] = "attachment"
    if link:
        response.headers["Link"] = link
    return response


def being_made_response() -> HttpResponse:
    """Answer 503: if more requests waited for this file, nobody would be left to serve the pages."""
    response = HttpResponse(BEING_MADE, content_type="text/plain; charset=utf-8", status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
