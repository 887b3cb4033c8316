"""Breadcrumbs, notices, menus and the contents of a page."""

import re
from collections.abc import Collection
from typing import Any
from urllib.parse import urljoin

from django import template
from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from wagtail.models import Page, Site

from pages.content.models import Notice
from pages.core.outages import DATABASE
from pages.core.page_visibility import public_children
from pages.published.editions import remember

register = template.Library()


@register.simple_tag(takes_context=True)
def ancestors(context: Context, page: Any) -> list[dict[str, str]]:
    """Return title and address of each page above ``page``, from the home page of the site on."""
    request = context["request"]
    # An error page has no page, and the database may not answer.
    site = Site.find_for_request(request) if page and page.path else None
    if not site:
        return []
    shown = []
    for ancestor in page.pages_above:
        if ancestor.depth < site.root_page.depth:
            continue
        title = "Home" if ancestor.pk == site.root_page_id else ancestor.title
        if address := ancestor.get_url(request):
            shown.append({"title": title, "address": address})
    return shown


@register.simple_tag(takes_context=True)
def canonical_address(context: Context) -> str:
    """Return the absolute address without its query; empty in a preview, and without the database."""
    request = context["request"]
    try:
        site = Site.find_for_request(request)
    except (OperationalError, InterfaceError):
        return ""
    if site and not getattr(request, "is_preview", False):
        return f"{site.root_url}{request.path}"
    return ""


@register.simple_tag
def share_picture(address: str) -> str:
    """Return the absolute address of the picture beside a shared ``address`` of this site."""
    return urljoin(address, reverse("share_card"))


@register.simple_tag(takes_context=True)
def notices(context: Context) -> list[Notice]:
    """Return the notices for this page now, or the previewed one; none without the database."""
    if isinstance(context.get("object"), Notice):
        return [context["object"]]
    page = context.get("page")
    if page and page.path:
        sections = {None, *(shown.pk for shown in [*page.pages_above, page])}
    else:
        sections = {None}
    try:
        shown = remember(context["request"], "notices", _notices_shown_now)
    except (OperationalError, InterfaceError) as error:
        DATABASE.note_failure(error)
        return []
    return [notice for notice in shown if notice.section_id in sections]


def _notices_shown_now() -> list[Notice]:
    now = timezone.now()
    has_not_ended = Q(shown_until=None) | Q(shown_until__gt=now)
    shown = Notice.objects.filter(has_not_ended, live=True, shown_from__lte=now)
    return list(shown.order_by("-level", "shown_from", "pk"))


@register.simple_tag
def menu_sections(
    page: Page, shown_already: Collection[dict[str, Any]] = ()
) -> list[Page]:
    """Return the public pages below ``page`` that menus show, without those that are ``shown_already``."""
    if not page.path:
        return []
    left_out = [part["section"].pk for part in shown_already]
    children = public_children(Page.objects.in_menu(), page).exclude(pk__in=left_out)
    return list(children.order_by("path"))


HEADING = re.compile(r"<h2(?P<attributes>[^>]*)>(?P<words>.*?)</h2>", re.DOTALL)
ID = re.compile(r'\bid="([^"]+)"')


@register.simple_block_tag
def with_contents(content: str, after: int = 0) -> SafeString:
    """Return ``content`` with a list of its headings, behind the first ``after`` of its parts.

    A heading with the class ``if-scripts`` is hidden without scripts, and so is its
    link.
    """
    links: list[tuple[str, str, bool]] = []

    def name(heading: re.Match[str]) -> str:
        text = " ".join(strip_tags(heading["words"]).split())
        given = ID.search(heading["attributes"])
        anchor = given[1] if given else slugify(text)
        needs_scripts = "if-scripts" in heading["attributes"]
        links.append((anchor, text, needs_scripts))
        if given:
            return heading[0]
        return f'<h2 id="{anchor}"{heading["attributes"]}>{heading["words"]}</h2>'

    html = HEADING.sub(name, content)
    starts = [heading.start() for heading in HEADING.finditer(html)]
    place = 0
    if after:
        place = starts[after] if after < len(starts) else len(html)
    contents = render_to_string("components/contents.html", {"links": links[after:]})
    return mark_safe(html[:place] + contents + html[place:])  # noqa: S308 - was rendered with escaping
