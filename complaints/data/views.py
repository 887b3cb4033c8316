"""The views of the data page, the data files, the OpenAPI description and the feed."""

from collections.abc import Callable
from functools import wraps
from itertools import batched

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from pages.core.cache_policy import public_view
from pages.core.query_parameters import ANY_PARAMETER, reads_parameters

from . import atom_feed, data_files, data_page, filtered_list, json_files, openapi
from .data_files import DataFile
from .published_section import section_for_request

ALLOWED_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ", ".join(ALLOWED_METHODS),
    "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
}

ENTRIES_PER_PART = 100
"""How many rows or entries of a data file are sent at a time."""

ReadingView = Callable[..., HttpResponseBase]


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


def as_download[Response: HttpResponseBase](response: Response) -> Response:
    """Make a file to save of ``response``: shown in the browser, it would have no quick exit."""
    response.headers["Content-Disposition"] = "attachment"
    return response


@readable_from_any_origin
def serve_data_page(request: HttpRequest) -> HttpResponse:
    """Show the page that explains the data."""
    section = section_for_request(request)
    return render(request, "complaints/data/page.html", data_page.data_page_context(section))


@readable_from_any_origin
def serve_data_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send the file ``name`` while it is read from the database, with a link to its schema."""
    section, data_file = section_for_request(request), data_files.FILES_BY_NAME[name]
    parts = map("".join, batched(data_file.write(section), ENTRIES_PER_PART, strict=False))
    response = as_download(StreamingHttpResponse(parts, content_type=data_file.content_type))
    if data_file.schema:
        response.headers["Link"] = schema_link(data_file.schema)
    return response


@readable_from_any_origin
@reads_parameters(ANY_PARAMETER)  # names what it does not know
def serve_filtered_list(request: HttpRequest) -> HttpResponse:
    """Send the recommendations that pass the filters in the address."""
    section = section_for_request(request)
    try:
        body = filtered_list.write_filtered_list(section, request)
    except filtered_list.UnreadableFilterError as error:
        return HttpResponse(str(error), content_type="text/plain; charset=utf-8", status=400)
    response = as_download(
        HttpResponse(body, content_type=f"{data_files.CSV}; charset=utf-8; header=present")
    )
    response.headers["X-Robots-Tag"] = "noindex"
    if request.GET.get("q"):
        # Search words must not stay in the cache of a browser that others may use.
        response.headers["Cache-Control"] = "no-store"
    return response


@readable_from_any_origin
def serve_openapi_description(request: HttpRequest) -> HttpResponse:
    """Send the OpenAPI description of all addresses."""
    section = section_for_request(request)
    body = json_files.write_json(openapi.openapi_description(section))
    return as_download(HttpResponse(body, content_type=f"{data_files.JSON}; charset=utf-8"))


@readable_from_any_origin
@reads_parameters("page")
def serve_feed(request: HttpRequest) -> HttpResponse:
    """Send a page of the Atom feed."""
    section = section_for_request(request)
    body = atom_feed.write_feed(section, request.GET.get("page", ""))
    return as_download(HttpResponse(body, content_type=f"{openapi.ATOM}; charset=utf-8"))
