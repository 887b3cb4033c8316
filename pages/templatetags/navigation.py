"""Where the reader is, and what lies below."""

from django import template
from wagtail.models import Site

register = template.Library()


@register.simple_tag(takes_context=True)
def ancestors(context, page) -> list[dict[str, str]]:
    """Return title and address of each page above ``page``, the home page first.

    Takes one query; nothing above the root page of the request's site is named.
    """
    request = context["request"]
    site = Site.find_for_request(request)
    if not page or not page.path or not site:
        return []
    above = page.get_ancestors().filter(depth__gte=site.root_page.depth).order_by("depth")
    return [
        {"title": "Home" if each.pk == site.root_page_id else each.title, "address": address}
        for each in above
        if (address := each.get_url(request))
    ]


@register.simple_tag
def sections(page) -> list:
    """Return the public pages directly below ``page`` that are shown in menus."""
    return list(page.get_children().live().in_menu()) if page.path else []
