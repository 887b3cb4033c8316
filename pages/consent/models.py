"""The page about cookies."""

from pages.models import TextPage


class CookiesPage(TextPage):
    """What cookies the site sets and why."""

    parent_page_types = ["pages.HomePage"]
    max_count_per_parent = 1
    template = "consent/cookies_page.html"
