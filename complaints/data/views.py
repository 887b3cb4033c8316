"""The views of the data page, the data files, the OpenAPI description and the feed."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
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


@readable_from_any_origin
def serve_data_page(request: HttpRequest) -> HttpResponse:
    """Show the page that explains the data."""
    section = section_for_request(request)
    return render(request, "complaints/data/page.html", data_page.data_page_context(section))


@readable_from_any_origin
def serve_data_file(request: HttpRequest, name: str) -> HttpResponse:
    """Send the file ``name``, with a link to its schema."""
    section, data_file = section_for_request(request), data_files.FILES_BY_NAME[name]
    link = schema_link(data_file.schema) if data_file.schema else ""
    return download_response(data_file.write(section), data_file.content_type, link)


@readable_from_any_origin
@reads_parameters(ANY_PARAMETER)  # names what it does not know
def serve_filtered_list(request: HttpRequest) -> HttpResponse:
    """Send the recommendations that pass the filters in the address."""
    section = section_for_request(request)
    try:
        body = filtered_list.write_filtered_list(section, request)
    except filtered_list.UnreadableFilterError as error:
        return HttpResponse(str(error), content_type="text/plain; charset=utf-8", status=400)
    response = download_response(body, f"{data_files.CSV}; charset=utf-8; header=present")
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
    return download_response(body, f"{data_files.JSON}; charset=utf-8")


@readable_from_any_origin
@reads_parameters("page")
def serve_feed(request: HttpRequest) -> HttpResponse:
    """Send a page of the Atom feed."""
    section = section_for_request(request)
    body = atom_feed.write_feed(section, request.GET.get("page", ""))
    return download_response(body, f"{openapi.ATOM}; charset=utf-8")
