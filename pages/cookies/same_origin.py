"""Protects a form without a CSRF token, whose page is the same for every reader and sets no cookie."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from pages.core.same_origin import came_from_elsewhere, says_where_it_came_from


def require_same_origin(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let ``view`` accept only forms that a page of this site sent; raise ``PermissionDenied`` for others.

    The browser must say where the form comes from, so another site cannot choose on behalf of a reader.
    """

    @csrf_exempt  # nosemgrep: form-without-protection
    @wraps(view)
    def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and (
            came_from_elsewhere(request) or not says_where_it_came_from(request)
        ):
            raise PermissionDenied("This form can be sent only from a page of this site.")
        return view(request, *args, **kwargs)

    return guarded_view
