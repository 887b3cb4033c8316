"""Addresses that Wagtail answers, told apart from those of our own views."""

from typing import Any

from django.urls import reverse

WAGTAIL_PAGES = "wagtail_serve"
"""The name of the route that serves every page."""


def is_admin_address(request: Any) -> bool:
    """Tell whether the address of ``request`` is one of the editing screens."""
    return request.path.startswith(reverse("wagtailadmin_home"))
