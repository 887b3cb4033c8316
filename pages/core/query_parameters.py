"""Query parameters that have a meaning at every public address."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_plus

from django.core.exceptions import TooManyFieldsSent
from django.http import Http404, HttpRequest, QueryDict
from django.utils.deprecation import MiddlewareMixin

from .wagtail_addresses import WAGTAIL_PAGE_ROUTE, is_admin_address

TOO_MANY_PARAMETERS = "This address asks for too much, so we ignored all of it."
"""The message on pages that use query parameters."""
AS_AT = "as_at"
"""The query parameter that asks for what an address showed at the end of a day."""


ANY_PARAMETER = "*"
"""Stands for every name but ``as_at``: the view passes them on, or tells readers which it does not know."""


def reads_parameters[View: Callable](*names: str) -> Callable[[View], View]:
    """Mark a view as one whose answer depends on the query parameters ``names``. It reads no others.

    A view that reads ``as_at`` answers it with what was public on that day.
    """

    def mark(view: View) -> View:
        view.query_parameters = parameters_read_by(view) | set(names)  # type: ignore[attr-defined]
        return view

    return mark


def parameters_read_by(view: Callable | None) -> frozenset[str]:
    """Return the names of the query parameters that ``view`` reads."""
    return frozenset(getattr(view, "query_parameters", ()))


def refuse_unsupported_as_at(request: HttpRequest, view: Callable | None) -> None:
    """Raise ``Http404`` if ``request`` asks for a past day and ``view`` can only show today.

    Whoever cites a day must not be shown today's content without being told.
    """
    if AS_AT in request.GET and AS_AT not in parameters_read_by(view):
        raise Http404


class QueryParametersMiddleware(MiddlewareMixin):
    """Drops the query parameters if there are too many, and refuses ``as_at`` where it has no meaning.

    Sets ``request.has_too_many_parameters``, so that a view can tell readers that they were dropped.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Drop the query parameters if there are too many."""
        if not is_admin_address(request):
            request.has_too_many_parameters = False  # type: ignore[attr-defined]
            try:
                request.GET  # noqa: B018 - parses the parameters
            except TooManyFieldsSent:
                request.has_too_many_parameters = True  # type: ignore[attr-defined]
                # A past day must not be dropped silently; an empty value makes the view answer 404.
                has_as_at = f"{AS_AT}=" in unquote_plus(request.META["QUERY_STRING"])
                request.GET = QueryDict(f"{AS_AT}=" if has_as_at else "")

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> None:
        """Refuse ``as_at`` at views that do not support it; a Wagtail hook does so for pages."""
        match = request.resolver_match
        if not is_admin_address(request) and match and match.url_name != WAGTAIL_PAGE_ROUTE:
            refuse_unsupported_as_at(request, view)
