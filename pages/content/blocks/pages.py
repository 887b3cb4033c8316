"""A page of this site that a block leads to."""

from wagtail import blocks
from wagtail.models import Page

from pages.content import link_lookup
from pages.core.public import is_live


class PageBlock(blocks.PageChooserBlock):
    """A chooser whose pages come with the answer whether readers can get there, in the same query."""

    def bulk_to_python(self, values):
        """Return the pages, each its own object."""
        return link_lookup.pages(values)

    def deconstruct(self):
        """Pass for Wagtail's own in migrations: what is stored is the same."""
        _, args, options = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", args, options


def address_of(page: Page | None) -> str:
    """Return the address of ``page``; empty if it is gone or not public."""
    if not (page and page.live):
        return ""
    can_be_read = getattr(page, "can_be_read", None)
    if can_be_read is None:
        can_be_read = is_live(page)
    return page.url or "" if can_be_read else ""
