"""Where the reader is, and what lies below."""

import logging
from datetime import timedelta

from django import template
from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, Site

from pages.content.models import Notice
from pages.core.public import public_children
from pages.http_cache.clock import depends_on
from pages.http_cache.keys import SITE, children_key
from pages.http_cache.recording import shows

logger = logging.getLogger(__name__)
register = template.Library()

JUST_OVER = timedelta(days=1)
"""So long a notice is still read after its end: its end is when its pages changed last."""


@register.simple_tag(takes_context=True)
def ancestors(context, page) -> list[dict[str, str]]:
    """Return title and address of each page above ``page``, the home page first.

    Nothing above the root page of the request's site is named.
    """
    request = context["request"]
    # An error page has no page, and its database may be away.
    site = Site.find_for_request(request) if page and page.path else None
    if not site:
        return []
    return [
        {"title": "Home" if each.pk == site.root_page_id else each.title, "address": address}
        for each in page.pages_above
        if each.depth >= site.root_page.depth and (address := each.get_url(request))
    ]


@register.simple_tag(takes_context=True)
def notices(context) -> list[Notice]:
    """Return the notices that show on this page now; none when the database does not answer.

    In the preview of a notice it is that notice.
    """
    if isinstance(context.get("object"), Notice):
        return [context["object"]]
    shows(SITE)
    page = context.get("page")
    here = {None, *(each.pk for each in [*page.pages_above, page])} if page and page.path else {None}
    not_over = Q(shown_until=None) | Q(shown_until__gt=timezone.now() - JUST_OVER)
    published = Notice.objects.filter(not_over, live=True).order_by()
    try:
        found = [notice for notice in published if notice.section_id in here and _shows_now(notice)]
    except (OperationalError, InterfaceError) as error:
        logger.error("The notices could not be read: %s", error)
        return []
    return sorted(found, key=lambda notice: (-notice.level, notice.shown_from, notice.pk))


def _shows_now(notice: Notice) -> bool:
    has_begun = depends_on(notice.shown_from)
    return has_begun and not (notice.shown_until and depends_on(notice.shown_until))


@register.simple_tag
def sections(page) -> list:
    """Return the public pages directly below ``page`` that are shown in menus."""
    if not page.path:
        return []
    shows(children_key(page.pk))
    return list(public_children(Page.objects.in_menu(), page).order_by("path"))
