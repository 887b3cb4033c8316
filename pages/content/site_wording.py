"""Finds the published wording of the site, which every template can use."""

from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from pages.core.outages import DATABASE
from pages.published.memory import remember

from . import link_prefetch
from .models import SiteWording


def site_wording_for(request: HttpRequest) -> SiteWording:
    """Return the published wording; loads it once a request.

    Returns the defaults if nothing is published or the database does not answer, because error pages need
    the wording, too.
    """
    if not hasattr(request, "site_wording"):
        wording = _published_wording(request) or SiteWording()
        request.site_wording = wording  # type: ignore[attr-defined]
        link_prefetch.prefetch_links_of(wording)
    return request.site_wording  # type: ignore[attr-defined]


def _published_wording(request: HttpRequest) -> SiteWording | None:
    try:
        return remember(request, "site wording", SiteWording.objects.filter(live=True).first)
    except (OperationalError, InterfaceError) as error:
        DATABASE.note_failure(error)
        return None


def site_wording(request: HttpRequest) -> dict[str, Any]:
    """Add ``site_wording``, which is loaded only if a template uses it."""
    return {"site_wording": SimpleLazyObject(lambda: site_wording_for(request))}
