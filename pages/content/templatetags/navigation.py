"""Breadcrumbs, notices and menus."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

from django import template
from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from wagtail.models import Page, Site

from pages.content.models import Notice
from pages.core.outages import DATABASE
from pages.core.page_visibility import public_children
from pages.http_cache.clock import is_past
from pages.http_cache.keys import SITE, children_key
from pages.http_cache.response_recorder import record_shown_keys

register = template.Library()

ENDED_NOTICE_WINDOW = timedelta(days=1)
"""For how long an ended notice is still loaded, because its end is the last change of its pages."""


@register.simple_tag(takes_context=True)
def ancestors(context: Context, page: Any) -> list[dict[str, str]]:
    """Return title and address of each page above ``page``, the home page first.

    Pages above the root page of the site are left out.
    """
    request = context["request"]
    # An error page has no page, and the database may not answer.
    site = Site.find_for_request(request) if page and page.path else None
    if not site:
        return []
    return [
        {"title": "Home" if each.pk == site.root_page_id else each.title, "address": address}
        for each in page.pages_above
        if each.depth >= site.root_page.depth and (address := each.get_url(request))
    ]


@register.simple_tag(takes_context=True)
def canonical_address(context: Context) -> str:
    """Return the absolute address of what is shown, without its query.

    Empty in a preview, and if the database does not answer.
    """
    request = context["request"]
    try:
        site = Site.find_for_request(request)
    except (OperationalError, InterfaceError):
        return ""
    return f"{site.root_url}{request.path}" if site and not getattr(request, "is_preview", False) else ""


@register.simple_tag
def share_picture(address: str) -> str:
    """Return the absolute address of the picture beside a shared ``address`` of this site."""
    return urljoin(address, static("share.png"))


@register.simple_tag(takes_context=True)
def notices(context: Context) -> list[Notice]:
    """Return the notices to show on this page now; none if the database does not answer.

    In the preview of a notice, return only that notice.
    """
    if isinstance(context.get("object"), Notice):
        return [context["object"]]
    record_shown_keys(SITE)
    page = context.get("page")
    sections = {None, *(each.pk for each in [*page.pages_above, page])} if page and page.path else {None}
    is_current = Q(shown_until=None) | Q(shown_until__gt=timezone.now() - ENDED_NOTICE_WINDOW)
    published = Notice.objects.filter(is_current, live=True).order_by()
    try:
        shown = [notice for notice in published if notice.section_id in sections and _is_shown_now(notice)]
    except (OperationalError, InterfaceError) as error:
        DATABASE.note_failure(error)
        return []
    return sorted(shown, key=lambda notice: (-notice.level, notice.shown_from, notice.pk))


def _is_shown_now(notice: Notice) -> bool:
    has_begun = is_past(notice.shown_from)
    return has_begun and not (notice.shown_until and is_past(notice.shown_until))


@register.simple_tag
def menu_sections(page: Page, shown_already: Collection[dict[str, Any]] = ()) -> list[Page]:
    """Return the public pages directly below ``page`` that are shown in menus.

    Those of the parts ``shown_already`` are left out.
    """
    if not page.path:
        return []
    record_shown_keys(children_key(page.pk))
    left_out = [part["section"].pk for part in shown_already]
    found = public_children(Page.objects.in_menu(), page).exclude(pk__in=left_out)
    return list(found.order_by("path"))
