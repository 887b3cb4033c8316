"""Addresses: the query parameters that a view reads, what they say, and where other spellings lead."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode

from django.core.exceptions import TooManyFieldsSent
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponsePermanentRedirect, HttpResponseRedirectBase
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

from pages.core.cache_policy import WAGTAIL_PAGE_ROUTE, CachePolicy


def is_admin_address(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


TOO_MANY_PARAMETERS = "This address asks for too much, so we ignored all of it."
ANY_PARAMETER = "*"
"""Stands for every name: the view passes them on, or tells readers which it does not know."""


def reads_parameters[View: Callable](*names: str) -> Callable[[View], View]:
    """Mark a view that reads the query parameters ``names`` alone."""

    def mark(view: View) -> View:
        view.query_parameters = parameters_read_by(view) | set(names)  # type: ignore[attr-defined]
        return view

    return mark


def parameters_read_by(view: Callable | None) -> frozenset[str]:
    return frozenset(getattr(view, "query_parameters", ()))


def handle_unread_parameters(
    request: HttpRequest, view: Callable | None, policy: CachePolicy | None
) -> HttpResponseRedirectBase | None:
    """Lead to the address without what ``view`` does not read, if its response is public."""
    if policy is CachePolicy.PUBLIC:
        return redirect_without_unread_parameters(request, view)
    return None


class QueryParametersMiddleware(MiddlewareMixin):
    """Drops query parameters if there are too many, and says so; leads on from those that nobody reads."""

    def process_request(self, request: HttpRequest) -> None:
        if not is_admin_address(request):
            request.has_too_many_parameters = False  # type: ignore[attr-defined]
            try:
                request.GET  # noqa: B018 - parses the parameters
            except TooManyFieldsSent:
                request.has_too_many_parameters = True  # type: ignore[attr-defined]
                request.GET = QueryDict()

    def process_view(
        self, request: HttpRequest, view: Callable, args: Any, kwargs: Any
    ) -> HttpResponseRedirectBase | None:
        """Look at what a view reads; a Wagtail hook does so for pages."""
        match = request.resolver_match
        if (
            is_admin_address(request)
            or not match
            or match.url_name == WAGTAIL_PAGE_ROUTE
        ):
            return None
        return handle_unread_parameters(
            request, view, getattr(view, "cache_policy", None)
        )


MAX_VALUE_LENGTH = 200
"""The rest of a longer value is not read."""
MAX_QUOTED_LENGTH = 40
MAX_NAMES_QUOTED = 3
MAX_VALUES_READ = 20
LAST_PAGE = 10**9
"""A larger page number is read as this one: no list has more pages, and databases have a limit."""

UNREADABLE_NOTICE = "We could not read part of this address, so we did not use it."


@dataclass
class QueryParameters:
    """The readable parameters, and notices to readers about the others."""

    values: QueryDict = field(default_factory=lambda: QueryDict(mutable=True))
    notices: list[str] = field(default_factory=list)

    def add_notice(self, notice: str) -> None:
        if notice not in self.notices:
            self.notices.append(notice)


def read_query_parameters(
    request: HttpRequest, names: Collection[str], report_unknown: bool = True
) -> QueryParameters:
    """Return the parameters in ``names``; notices tell of others, unless somebody else reads them."""
    parameters = QueryParameters()
    given = request.GET
    if getattr(request, "has_too_many_parameters", False):
        parameters.add_notice(TOO_MANY_PARAMETERS)
    unknown = [name for name in given if name not in names]
    if unknown and report_unknown:
        parameters.add_notice(_unknown_names_notice(unknown))
    for name in names:
        values = given.getlist(name)
        readable = [
            printable(value[:MAX_VALUE_LENGTH]) for value in values[:MAX_VALUES_READ]
        ]
        # Compare one character more than is read, so that a longer value differs.
        if len(values) > MAX_VALUES_READ or readable != [
            _with_plain_spaces(value[: MAX_VALUE_LENGTH + 1]) for value in values
        ]:
            parameters.add_notice(UNREADABLE_NOTICE)
        parameters.values.setlist(
            name,
            list(dict.fromkeys(filter(None, map(str.strip, readable)))),
        )
    return parameters


CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def printable(text: str) -> str:
    """Return ``text`` without invisible characters; control characters become spaces."""
    spaced = CONTROL_CHARACTER.sub(" ", _with_plain_spaces(text))
    return "".join(filter(str.isprintable, spaced))


def _with_plain_spaces(text: str) -> str:
    """Return ``text`` with a plain space for each other white space, such as a tab."""
    return re.sub(r"\s", " ", text)


def quote_start(text: str) -> str:
    """Return the start of ``text`` in quotation marks: anybody may have written it into the address."""
    shown = printable(text[: MAX_QUOTED_LENGTH + 1]).strip()
    if len(shown) > MAX_QUOTED_LENGTH:
        return f"“{shown[:MAX_QUOTED_LENGTH]}…”"
    return f"“{shown}”"


def _unknown_names_notice(names: list[str]) -> str:
    shown = ", ".join(map(quote_start, names[:MAX_NAMES_QUOTED]))
    more = ""
    if len(names) > MAX_NAMES_QUOTED:
        more = f" and {len(names) - MAX_NAMES_QUOTED} more"
    it = pluralize(names, "it,them")
    return f"We did not recognise {shown}{more}, so the list is not filtered by {it}."


def requested_page_number(parameters: QueryParameters) -> int:
    """Return the number in the parameter ``page``; 0 if it is no page number."""
    try:
        return min(max(int(_page_parameter(parameters)), 0), LAST_PAGE)
    except ValueError:
        return 0


def nearest_page(paginator: Paginator, parameters: QueryParameters) -> Page:
    """Return the page with the number in the parameter, or else the nearest one with a notice."""
    number = requested_page_number(parameters)
    page = paginator.page(min(max(number, 1), paginator.num_pages))
    if page.number != number:
        text = quote_start(_page_parameter(parameters))
        parameters.add_notice(
            f"There is no page {text}. This is page {page.number} of {paginator.num_pages}."
        )
    return page


def _page_parameter(parameters: QueryParameters) -> str:
    return str(parameters.values.get("page", "1"))


def address_with_parameters(
    base: str, pairs: Iterable[tuple[str, str]] = (), page: int = 1
) -> str:
    """Return the address ``base`` with the parameters ``pairs`` and, after the first page, ``page``."""
    parameters = list(pairs)
    if page > 1:
        parameters.append(("page", str(page)))
    if not parameters:
        return base
    return f"{base}?{urlencode(parameters)}"


SAFE_METHODS = ("GET", "HEAD")
NEEDLESS_ESCAPE = re.compile(
    r"%(?:2[DEF]|3\d|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])", re.IGNORECASE
)
"""Percent-encoded letters, digits and the signs ``-._~/``, which an address can hold as they are."""


def redirect_to_plain_spelling(
    request: HttpRequest,
) -> HttpResponsePermanentRedirect | None:
    """Redirect from an address that spells with ``%`` what needs no escape, if the server tells of it."""
    spelled, mark, query = request.META.get("RAW_URI", "").partition("?")
    if request.method not in SAFE_METHODS or not NEEDLESS_ESCAPE.search(spelled):
        return None
    path = NEEDLESS_ESCAPE.sub(lambda match: unquote(match[0]), spelled)
    # Two slashes at the start would lead to another host.
    return HttpResponsePermanentRedirect(re.sub("^/+", "/", path) + mark + query)


def redirect_without_unread_parameters(
    request: HttpRequest, view: Callable | None
) -> HttpResponseRedirectBase | None:
    """Redirect to the address with what ``view`` reads alone: the rest makes no page anew."""
    names = parameters_read_by(view)
    if (
        request.method not in SAFE_METHODS
        or not request.META["QUERY_STRING"]
        or ANY_PARAMETER in names
    ):
        return None
    unread = request.GET.keys() - names
    is_cut_short = names and getattr(request, "has_too_many_parameters", False)
    if is_cut_short or (request.GET and not unread):
        return None
    read = request.GET.copy()
    for name in unread:
        del read[name]
    path = escape_leading_slashes(escape_uri_path(request.path))
    address = f"{path}?{read.urlencode()}" if read else path
    # On this host: it begins with one slash.
    response = HttpResponseRedirect(address)
    # Scripts of other websites may read data files, and must be allowed to follow.
    response["Access-Control-Allow-Origin"] = "*"
    return response
