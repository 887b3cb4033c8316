"""Protects a form without a CSRF token, whose page is the same for every reader and sets no cookie."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt


def require_same_origin(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let ``view`` accept only forms that a page of this site sent; raise ``PermissionDenied`` for others.

    Every current browser says with each POST where it comes from: in ``Sec-Fetch-Site`` (Fetch Metadata),
    which no page can set, and in ``Origin``. At least one of the two must be present, and none may name
    another site. So another site cannot choose on behalf of a reader.
    """

    @csrf_exempt
    @wraps(view)
    def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        fetch_site = request.headers.get("Sec-Fetch-Site")
        origin = request.headers.get("Origin")
        own_origin = f"{request.scheme}://{request.get_host()}"
        if request.method == "POST" and (
            (fetch_site or origin) is None
            or fetch_site not in {None, "same-origin"}
            or origin not in {None, own_origin}
        ):
            raise PermissionDenied("This form can be sent only from a page of this site.")
        return view(request, *args, **kwargs)

    return guarded_view
