"""How things look: the brand, values and shapes."""

import datetime
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from pages.content.brand import first_styles
from pages.content.models import SiteWording
from pages.core.names import join_names
from pages.core.partial_dates import PartialDate
from pages.core.text import rich_text_as_html

register = template.Library()
register.filter("rich_text", rich_text_as_html)
register.filter("join_names", join_names)
register.filter("html_attributes", flatatt)
register.simple_tag(first_styles, name="first_style")


@register.filter
def beside(items: Iterable[Any], others: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """Pair each item with what stands at the same place among ``others``."""
    return zip(items, others, strict=True)


@register.filter
def says_more_than(words: str, date: PartialDate) -> bool:
    """Return True if ``words`` say more than ``date``, beside which they stand."""
    return not date.is_all_that_is_said_by(words)


DISC = "M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0Z"
RING = f"{DISC}m0 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z"
SHAPES = {
    "alert": "M8 .5 16 15H0ZM7 5.5v5h2v-5Zm0 6v2h2v-2Z",
    "arrow": f"{DISC}m.5 3.5L13 8l-4.5 4.5L7 11l2-2H3V7h6L7 5Z",
    "bar": f"{DISC}m4.5 7v2h-9V7Z",
    "boxed": "M0 0h16v16H0ZM6.8 12 3 8.2l1.5-1.5 2.3 2.4 4.7-4.9L13 5.7Z",
    "calendar": "M0 2h3V0h2v2h6V0h2v2h3v14H0Zm2 4v8h12V6Zm2 3h8v2H4Z",
    "clock": f"{RING}M7 4h2v3.6l2.6 1.5-1 1.7L7 8.7Z",
    "cross": f"{DISC}m0 6.5L10.5 4 12 5.5 9.5 8l2.5 2.5-1.5 1.5L8 9.5 5.5 12 4 10.5 6.5 8 4 5.5 5.5 4Z",
    "half": f"{DISC}m0 2a6 6 0 0 1 0 12Z",
    "empty": "M1 1h14v14H1Zm2 2v10h10V3Z",
    "leave": "M0 1h9v3.5H7V3H2v10h5v-1.5h2V15H0Zm11 3 5 4-5 4V9H5V7h6Z",
    "paper": "M2 0h8l4 4v12H2Zm3 7v1.8h6V7Zm0 3.6v1.8h6v-1.8Z",
    "question": f"{DISC}m-1 11h2v2H7Zm2-1H7V8.6c0-1.3 2-1.5 2-2.7 0-.6-.4-1-1-1s-1.1.4-1.1 1.1H5"
    "C5 4.3 6.3 3.1 8 3.1s3 1.1 3 2.8c0 1.9-2 2.2-2 3.3Z",
    "equal": f"{DISC}m4 5v2H4V5Zm0 4v2H4V9Z",
    "ring": RING,
    "split": "M7 1a7 7 0 0 0 0 14Zm2 0a7 7 0 0 1 0 14Z",
    "tick": f"{DISC}m-1.2 12L3 8.2l1.5-1.5 2.3 2.4 4.7-4.9L13 5.7Z",
}
"""Outlines on a grid of 16 by 16, which differ without their colour."""
SHAPE_SVGS = {
    name: format_html(
        '<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">'
        '<path fill-rule="evenodd" d="{}"/></svg>',
        outline,
    )
    for name, outline in SHAPES.items()
}


COLOUR_OF_THE_STYLES = SiteWording._meta.get_field("brand_colour").default
"""The colour that ``static/styles/_tokens.scss`` has without another."""


@register.simple_tag(takes_context=True)
def brand_style(context: Context) -> str:
    """Return the address of the style of the brand; empty if the colour is the one of the styles."""
    colour = context["site_wording"].brand_colour
    if colour == COLOUR_OF_THE_STYLES:
        return ""
    return reverse("brand_style", args=[colour.removeprefix("#")])


@register.simple_tag
def show_value(value: Any) -> SafeString | str:
    """Return ``value`` as readers see it, dates in words; an empty value as nothing."""
    if not value:
        return ""
    if isinstance(value, datetime.datetime):
        value = timezone.localdate(value)
    if isinstance(value, datetime.date):
        value = PartialDate.of_day(value)
    if isinstance(value, PartialDate):
        return _time_element(value)
    return str(value)


@lru_cache(maxsize=1024)  # a long page has a hundred, mostly the same few
def _time_element(value: PartialDate) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value, value.words)


@register.simple_tag
def draw_shape(name: str) -> SafeString:
    """Return the shape as SVG. Screen readers skip it, so a word must always stand beside it."""
    return SHAPE_SVGS[name]


@register.simple_tag(takes_context=True)
def permanent_address(context: Context, page: Any) -> SafeString | str:
    """Return the full address of ``page``, shown here or below, as a link; empty for a draft without one."""
    parts = page.get_url_parts(context["request"])
    if not parts:
        return ""
    _, root, path = parts
    return format_html('<a href="{}">{}{}</a>', path, root, path)


LINK_TO_ANOTHER_SITE = re.compile(r'<a (?=[^>]*\bhref="(?P<address>https?://[^"]+)")')


@register.simple_block_tag
def with_printed_addresses(content: str) -> SafeString:
    """Return ``content`` with a number in each link to another site, and a list of these for paper alone."""
    numbers: dict[str, int] = {}

    def number(link: re.Match[str]) -> str:
        return f'<a data-printed="{numbers.setdefault(link["address"], len(numbers) + 1)}" '

    html = LINK_TO_ANOTHER_SITE.sub(number, content)
    # The addresses come from rendered HTML, which escaped them.
    addresses = list(map(mark_safe, numbers))
    listed = render_to_string(
        "components/printed_addresses.html", {"addresses": addresses}
    )
    if addresses:
        html += listed
    return mark_safe(html)  # noqa: S308 - was rendered with escaping
