"""Tells by what a browser says where a form was sent from, for forms without a CSRF token."""

from django.http import HttpRequest


def came_from_elsewhere(request: HttpRequest) -> bool:
    """Return whether the browser says that another site sent the form.

    Every current browser says with each POST where it comes from: in ``Sec-Fetch-Site`` (Fetch Metadata),
    which no page can set, and in ``Origin``.
    """
    own_origin = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin" or (
        request.headers.get("Origin", own_origin) != own_origin
    )


def says_where_it_came_from(request: HttpRequest) -> bool:
    """Return whether the browser says at all where the form was sent from."""
    return bool(request.headers.get("Sec-Fetch-Site") or request.headers.get("Origin"))
