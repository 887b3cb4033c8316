"""The list of what a long page contains."""

import re

from django import template
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

register = template.Library()
HEADING = re.compile(r"<h2(?P<attributes>[^>]*)>(?P<words>.*?)</h2>", re.DOTALL)
ID = re.compile(r'\bid="([^"]+)"')


@register.simple_block_tag
def with_contents(content: str, after: int = 0) -> SafeString:
    """Return ``content`` with a list that leads to its headings, behind the first ``after`` of its parts.

    A heading without an ``id`` gets one from its words.
    """
    links: list[tuple[str, str]] = []

    def name(heading: re.Match[str]) -> str:
        words = " ".join(strip_tags(heading["words"]).split())
        given = ID.search(heading["attributes"])
        anchor = given[1] if given else slugify(words)
        links.append((anchor, words))
        return heading[0] if given else f'<h2 id="{anchor}"{heading["attributes"]}>{heading["words"]}</h2>'

    html = HEADING.sub(name, content)
    starts = [each.start() for each in HEADING.finditer(html)]
    place = 0 if not after else starts[after] if after < len(starts) else len(html)
    contents = render_to_string("components/contents.html", {"links": links[after:]})
    return mark_safe(html[:place] + contents + html[place:])  # noqa: S308 - was rendered with escaping
