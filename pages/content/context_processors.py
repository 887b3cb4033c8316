"""What every template can use."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .site_wording import site_wording_for


def site_wording(request: HttpRequest) -> dict[str, Any]:
    """Add ``site_wording``, which is loaded only if a template uses it."""
    return {"site_wording": SimpleLazyObject(lambda: site_wording_for(request))}
