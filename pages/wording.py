"""Finds the published wording of the site that a request is for."""

import logging
from typing import Any

from django.db import InterfaceError, OperationalError
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from . import target_lookup
from .models import SiteWording

logger = logging.getLogger(__name__)


def wording_for(request) -> SiteWording:
    """Return the published wording for the request's site, asked for once a request.

    Returns the defaults when nothing is published or the database does not answer: error pages use
    this too.
    """
    if not hasattr(request, "site_wording"):
        request.site_wording = _published(request) or SiteWording()
        target_lookup.expect(request.site_wording)
    return request.site_wording


def _published(request) -> SiteWording | None:
    try:
        site = Site.find_for_request(request)
        wording = SiteWording.objects.filter(site=site, live=True).first()
        if wording:
            wording.site = site
        return wording
    except (OperationalError, InterfaceError) as error:
        logger.error("The site wording could not be read: %s", error)
        return None


def site_wording(request) -> dict[str, Any]:
    """Give every template ``site_wording``; it is looked up only where it is used."""
    return {"site_wording": SimpleLazyObject(lambda: wording_for(request))}
