"""Tells the screens of signing in from others of the CMS: they have no inline scripts, and allow none."""

from django.http import HttpRequest
from django.urls import reverse


def is_sign_in_address(request: HttpRequest) -> bool:
    """Return whether the address belongs to signing in, or to what people look after of their account."""
    return request.path.startswith((reverse("account_login"), reverse("mfa_index")))
