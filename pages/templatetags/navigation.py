"""Where the reader is, and what lies below."""

import logging

from django import template
from django.db import InterfaceError, OperationalError
from wagtail.models import Site

from pages.models import Notice
from pages.public import public_pages

logger = logging.getLogger(__name__)
register = template.Library()


@register.simple_tag(takes_context=True)
def ancestors(context, page) -> list[dict[str, str]]:
    """Return title and address of each page above ``page``, the home page first.

    Takes one query; nothing above the root page of the request's site is named.
    """
    request = context["request"]
    # An error page has no page, and its database may be away.
    site = Site.find_for_request(request) if page and page.path else None
    if not site:
        return []
    above = page.get_ancestors().filter(depth__gte=site.root_page.depth).order_by("depth")
    return [
        {"title": "Home" if each.pk == site.root_page_id else each.title, "address": address}
        for each in above
        if (address := each.get_url(request))
    ]


@register.simple_tag(takes_context=True)
def notices(context) -> list[Notice]:
    """Return the notices that show on this page now; none when the database does not answer.

    In the preview of a notice it is that notice.
    """
    if isinstance(context.get("object"), Notice):
        return [context["object"]]
    page = context.get("page")
    try:
        site = Site.find_for_request(context["request"])
        return list(Notice.objects.showing(site, getattr(page, "path", ""))) if site else []
    except (OperationalError, InterfaceError) as error:
        logger.error("The notices could not be read: %s", error)
        return []


@register.simple_tag
def sections(page) -> list:
    """Return the public pages directly below ``page`` that are shown in menus."""
    return list(public_pages(page.get_children(), below=page).in_menu()) if page.path else []
