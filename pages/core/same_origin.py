"""Tells by what a browser says where a form was sent from, for forms without a CSRF token."""

from django.http import HttpRequest


def came_from_elsewhere(request: HttpRequest) -> bool:
    """Return True if the browser says, in one of two headers, that another site sent the form."""
    own_origin = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin" or (
        request.headers.get("Origin", own_origin) != own_origin
    )
