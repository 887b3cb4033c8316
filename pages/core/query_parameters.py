"""Parameters of an address that count at every public address."""

from urllib.parse import unquote_plus

from django.core.exceptions import TooManyFieldsSent
from django.http import Http404, QueryDict
from django.utils.deprecation import MiddlewareMixin

from .addresses import WAGTAIL_PAGES, is_admin_address

TOO_MUCH = "The address asks for more than can be read. All of it was left out."
"""What readers are told where parameters count."""
AS_AT = "as_at"
"""Asks for what an address showed at the end of a day."""


def shows_past_days(view):
    """Mark ``view`` as one that answers ``?as_at=`` with what stood on that day."""
    view.shows_past_days = True
    return view


def refuse_past_day(request, view) -> None:
    """Answer 404 when a past day is asked of a ``view`` that knows today only.

    Whoever cites a day must not be shown today's content in silence.
    """
    if AS_AT in request.GET and not getattr(view, "shows_past_days", False):
        raise Http404


class ParametersMiddleware(MiddlewareMixin):
    """Leaves out all that an address asks for if it is more than can be read; knows ``as_at`` everywhere.

    Who tells readers that parameters were left out looks at ``asks_too_much``.
    """

    def process_request(self, request):
        """Leave out what is too much."""
        if not is_admin_address(request):
            request.asks_too_much = False
            try:
                request.GET  # noqa: B018 - reads the parameters
            except TooManyFieldsSent:
                request.asks_too_much = True
                # A past day is not left out in silence: it makes no sense among so much else.
                asks_day = f"{AS_AT}=" in unquote_plus(request.META["QUERY_STRING"])
                request.GET = QueryDict(f"{AS_AT}=" if asks_day else "")

    def process_view(self, request, view, args, kwargs):
        """Answer 404 when a past day is asked of an address that knows none; pages have a hook for it."""
        if not is_admin_address(request) and request.resolver_match.url_name != WAGTAIL_PAGES:
            refuse_past_day(request, view)
