"""A page of this site that a block links to."""

from collections.abc import Sequence
from typing import Any

from wagtail import blocks
from wagtail.models import Page

from pages.content import link_prefetch
from pages.core.page_visibility import is_live_with_ancestors


class PageBlock(blocks.PageChooserBlock):
    """A chooser whose pages are loaded together with those of the other texts, and with ``can_be_read``."""

    def bulk_to_python(self, values: Sequence[Any]) -> list[Any]:
        """Return the page, or ``None``, for each key."""
        return link_prefetch.linked_pages(values)


def public_address_of(page: Page | None) -> str:
    """Return the address of ``page``; empty if it was deleted or is not public."""
    if not (page and page.live):
        return ""
    can_be_read = getattr(page, "can_be_read", None)
    if can_be_read is None:
        can_be_read = is_live_with_ancestors(page)
    return page.url or "" if can_be_read else ""
