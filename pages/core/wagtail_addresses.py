"""Tells the addresses that Wagtail serves from those of our own views."""

from django.http import HttpRequest
from django.urls import reverse

WAGTAIL_PAGE_ROUTE = "wagtail_serve"
"""The name of the route that serves every page."""


def is_admin_address(request: HttpRequest) -> bool:
    """Return whether the address of ``request`` belongs to the admin."""
    return request.path.startswith(reverse("wagtailadmin_home"))
