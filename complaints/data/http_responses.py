"""Responses with data, which is public: scripts of any website may read them."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from pages.core.cache_policy import public_view

from .data_file import DataFile

ALLOWED_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ", ".join(ALLOWED_METHODS),
    "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
}

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


def schema_link(schema: DataFile) -> str:
    """Return the header that leads to the schema of a file: on this host, whatever that is called."""
    return f'<{reverse(schema.url_name)}>; rel="describedby"; type="{schema.media_type}"'


def download_response(body: str, content_type: str, link: str = "") -> HttpResponse:
    """Return ``body`` as a file to save: shown in the browser, it would have no quick exit."""
    response = HttpResponse(body, content_type=content_type)
    response.headers["Content-Disposition"] = "attachment"
    if link:
        response.headers["Link"] = link
    return response
