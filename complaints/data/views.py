"""The views of the data page, the data files, the filtered list and the feed."""

from collections.abc import Callable
from functools import wraps
from itertools import batched

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from complaints.register.filters import RecommendationFilters
from complaints.register.listed_pages import (
    SORT_ORDERS,
    listed_recommendations,
    public_super_complaint,
    sort_recommendations,
)
from complaints.register.recommendation_list import (
    DEFAULT_SORT_ORDER,
    read_items,
)
from complaints.register.spreadsheet import (
    BYTE_ORDER_MARK,
    spreadsheet_header,
    spreadsheet_rows,
)
from pages.core.addresses import (
    ANY_PARAMETER,
    quote_start,
    read_query_parameters,
    reads_parameters,
)
from pages.core.cache_policy import public_view

from . import data_files, field_descriptions, file_formats
from .feed import ATOM, write_feed
from .json_ld import json_ld_script
from .published_section import PublishedSection, section_for_request

UNREADABLE = (
    "There is no file, because this address asks for something that we cannot do. {}\n"
)
IGNORED = ", so we ignored"
"""How a notice of the list goes on. Here nothing is ignored."""


class UnreadableFilterError(ValueError):
    """The address asks for a filter that there is not; the message says which."""


def write_filtered_list(section: PublishedSection, request: HttpRequest) -> str:
    """Return the file with the recommendations that pass the filters of ``request``, in the order of the list.

    Raises ``UnreadableFilterError`` for what the list itself would leave out with a
    notice.
    """
    filters, sort = _read_parameters(section, request)
    listed = filters.apply(listed_recommendations(section.index_page))
    keys = list(sort_recommendations(listed, sort).values_list("pk", flat=True))
    items = read_items(keys, filters, section.index_page, request)
    rows = spreadsheet_rows(items, section.site.root_url)
    return BYTE_ORDER_MARK + "".join(file_formats.write_csv(spreadsheet_header(), rows))


def _read_parameters(
    section: PublishedSection, request: HttpRequest
) -> tuple[RecommendationFilters, str]:
    parameters = read_query_parameters(
        request, (*RecommendationFilters.base_fields, "sort")
    )
    values: QueryDict = parameters.values
    filters = RecommendationFilters(values, section.index_page)
    problems = list(parameters.notices)
    for errors in filters.errors.values():
        problems += map(str, errors)
    sort = values.get("sort", DEFAULT_SORT_ORDER)
    if sort not in SORT_ORDERS:
        problems.append(f"You cannot sort this list by {quote_start(sort)}.")
    if problems:
        sentences = []
        for problem in problems:
            sentences.append(f"{problem.partition(IGNORED)[0].rstrip('.')}.")
        raise UnreadableFilterError(UNREADABLE.format(" ".join(sentences)))
    return filters, sort


ALLOWED_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ", ".join(ALLOWED_METHODS),
    "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Last-Modified",
}

ENTRIES_PER_PART = 100
"""How many rows or entries of a data file are sent at a time."""

ReadingView = Callable[..., HttpResponseBase]


def readable_from_any_origin(view: ReadingView) -> Callable[..., HttpResponseBase]:
    """Let scripts of any website read ``view``, and allow only reading methods."""

    @public_view
    # The view changes nothing, and other methods get 405 instead of 403.
    @csrf_exempt
    @wraps(view)
    def serve(
        request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponseBase:
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


def as_download[Response: HttpResponseBase](response: Response) -> Response:
    """Make a file to save of ``response``: shown in the browser, it would have no quick exit."""
    response.headers["Content-Disposition"] = "attachment"
    return response


@readable_from_any_origin
def serve_data_page(request: HttpRequest) -> HttpResponse:
    section = section_for_request(request)
    described = data_files.describe_for_search_engines(section)
    context = {
        "page": section.index_page,
        "subpage_title": "Data",
        "summary": data_files.SUMMARY,
        "changed": data_files.last_change_of_data(section),
        "not_known": field_descriptions.NOT_KNOWN,
        "files": list(data_files.FILES_BY_NAME.values()),
        "licence_name": field_descriptions.LICENCE_NAME,
        "licence_address": field_descriptions.LICENCE_ADDRESS,
        "attribution": field_descriptions.attribution(section.publisher),
        "json_ld": json_ld_script(described),
    }
    return render(request, "complaints/data/page.html", context)


@readable_from_any_origin
def serve_data_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send the file ``name`` while it is read from the database."""
    section = section_for_request(request)
    data_file = data_files.FILES_BY_NAME[name]
    parts = map(
        "".join, batched(data_file.write(section), ENTRIES_PER_PART, strict=False)
    )
    return as_download(
        StreamingHttpResponse(parts, content_type=data_file.content_type)
    )


@readable_from_any_origin
@reads_parameters(ANY_PARAMETER)  # names what it does not know
def serve_filtered_list(request: HttpRequest) -> HttpResponse:
    """Send the recommendations that pass the filters in the address."""
    section = section_for_request(request)
    try:
        body = write_filtered_list(section, request)
    except UnreadableFilterError as error:
        return HttpResponse(
            str(error), content_type="text/plain; charset=utf-8", status=400
        )
    response = as_download(
        HttpResponse(
            body, content_type=f"{data_files.CSV}; charset=utf-8; header=present"
        )
    )
    response.headers["X-Robots-Tag"] = "noindex"
    if request.GET.get("q"):
        # Search words must not stay in the cache of a browser that others may use.
        response.headers["Cache-Control"] = "no-store"
    return response


@readable_from_any_origin
@reads_parameters("page")
def serve_feed(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Send the feed of the section, or that of its super-complaint with ``slug``."""
    section = section_for_request(request)
    super_complaint = public_super_complaint(section.index_page, slug) if slug else None
    body = write_feed(section, request.GET.get("page", ""), super_complaint)
    return as_download(HttpResponse(body, content_type=f"{ATOM}; charset=utf-8"))
