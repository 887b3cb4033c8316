"""Tells by what a browser says where a form was sent from, for forms without a CSRF token."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt


def came_from_elsewhere(request: HttpRequest) -> bool:
    """Return whether the browser says, in one of two headers, that another site sent the form."""
    own_origin = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin" or (
        request.headers.get("Origin", own_origin) != own_origin
    )


def require_same_origin(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let ``view`` accept only forms whose browser says that a page of this site sent them; else 403."""

    @csrf_exempt  # nosemgrep: form-without-protection
    @wraps(view)
    def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        says_where = request.headers.get("Sec-Fetch-Site") or request.headers.get("Origin")
        if request.method == "POST" and (came_from_elsewhere(request) or not says_where):
            raise PermissionDenied("This form can be sent only from a page of this site.")
        return view(request, *args, **kwargs)

    return guarded_view
