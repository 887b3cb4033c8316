"""The addresses of other sites that a page names, once at its end on paper."""

import re

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
LINK_TO_ANOTHER_SITE = re.compile(r'<a (?=[^>]*\bhref="(?P<address>https?://[^"]+)")')


@register.simple_block_tag
def with_printed_addresses(content: str) -> SafeString:
    """Return ``content`` with a number in each link to another site, and a list of these for paper alone."""
    numbers: dict[str, int] = {}

    def number(link: re.Match[str]) -> str:
        return f'<a data-printed="{numbers.setdefault(link["address"], len(numbers) + 1)}" '

    html = LINK_TO_ANOTHER_SITE.sub(number, content)
    # The addresses come from rendered HTML, which escaped them.
    addresses = [mark_safe(address) for address in numbers]  # noqa: S308
    listed = render_to_string("components/printed_addresses.html", {"addresses": addresses})
    return mark_safe(html + listed if addresses else html)  # noqa: S308 - was rendered with escaping
