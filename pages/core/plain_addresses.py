"""Leads every other spelling of an address to the one under which caches keep its response."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponsePermanentRedirect, HttpResponseRedirectBase
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

from pages.core.query_parameters import ANY_PARAMETER, AS_AT, parameters_read_by

SAFE_METHODS = ("GET", "HEAD")
NEEDLESS_ESCAPE = re.compile(r"%(?:2[DEF]|3\d|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])", re.IGNORECASE)
"""Percent-encoded letters, digits and the signs ``-._~/``, which an address can hold as they are."""


def redirect_to_plain_spelling(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """Redirect from an address that spells with ``%`` what needs no escape; ``None`` if it does not.

    Servers other than gunicorn may not say how the address was spelled.
    """
    spelled, mark, query = request.META.get("RAW_URI", "").partition("?")
    if request.method not in SAFE_METHODS or not NEEDLESS_ESCAPE.search(spelled):
        return None
    path = NEEDLESS_ESCAPE.sub(lambda match: unquote(match[0]), spelled)
    # Two slashes at the start would lead to another host.
    return HttpResponsePermanentRedirect(re.sub("^/+", "/", path) + mark + query)


def redirect_without_unread_parameters(
    request: HttpRequest, view: Callable | None
) -> HttpResponseRedirectBase | None:
    """Redirect to the same address without the query parameters that ``view`` does not read.

    So they cannot make a page anew that is kept. Returns ``None`` if it reads all of them.
    """
    names = parameters_read_by(view)
    if request.method not in SAFE_METHODS or not request.META["QUERY_STRING"] or ANY_PARAMETER in names:
        return None
    unread = request.GET.keys() - names
    is_cut_short = names and getattr(request, "has_too_many_parameters", False)
    if is_cut_short or AS_AT in unread or (request.GET and not unread):
        return None
    read = request.GET.copy()
    for name in unread:
        del read[name]
    path = escape_leading_slashes(escape_uri_path(request.path))
    address = f"{path}?{read.urlencode()}" if read else path
    # On this host: it begins with one slash.
    response = HttpResponseRedirect(address)  # nosemgrep: redirect-to-what-was-sent
    # Scripts of other websites may read data files, and must be allowed to follow.
    response["Access-Control-Allow-Origin"] = "*"
    return response
