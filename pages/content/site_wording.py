"""Finds the published wording of the site."""

import logging
from typing import Any

from django.db import InterfaceError, OperationalError
from django.utils.functional import SimpleLazyObject

from pages.http_cache.keys import SITE
from pages.http_cache.recording import shows

from . import link_lookup
from .models import SiteWording

logger = logging.getLogger(__name__)


def wording_for(request) -> SiteWording:
    """Return the published wording, asked for once a request.

    Returns the defaults when nothing is published or the database does not answer: error pages use
    this too.
    """
    if not hasattr(request, "site_wording"):
        request.site_wording = _published() or SiteWording()
        link_lookup.expect(request.site_wording)
    return request.site_wording


def _published() -> SiteWording | None:
    shows(SITE)
    try:
        return SiteWording.objects.get(live=True)
    except SiteWording.DoesNotExist:
        return None
    except (OperationalError, InterfaceError) as error:
        logger.error("The site wording could not be read: %s", error)
        return None


def site_wording(request) -> dict[str, Any]:
    """Give every template ``site_wording``; it is looked up only where it is used."""
    return {"site_wording": SimpleLazyObject(lambda: wording_for(request))}
