"""The page about staying safe online."""

from .base import TextPage


class SafetyPage(TextPage):
    """What the exit can and cannot do, and who can help."""

    parent_page_types = ["content.HomePage"]
    max_count_per_parent = 1
    template = "quick_exit/safety_page.html"

    @property
    def must_have_exit(self) -> bool:
        """True, because the page explains the exit."""
        return True
