"""The privacy notice."""

from .base import TextPage


class PrivacyPage(TextPage):
    """Which personal data the site handles, why, for how long, and what rights people have."""

    parent_page_types = ["content.HomePage"]
    max_count_per_parent = 1
    template = "content/standard_page.html"
