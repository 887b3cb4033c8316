"""The sitemap with the section in it: what a page shows of others dates it, too."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse
from wagtail.models import Page

from complaints import numbers
from complaints.models import RecommendationResponsePage, SuperComplaintIndexPage, SuperComplaintPage
from pages.public import public_pages
from pages.sitemap import PublicSitemap


class SiteSitemap(PublicSitemap):
    """Every public page, the list of recommendations, the whole responses and the page about the data."""

    def urls_of(self, page: Page) -> Iterator[dict[str, Any]]:
        """Yield the addresses that ``page`` serves, each with when something that it shows was published."""
        times = [page.last_published_at, self._published_within.get(page.path)]
        changed = max(filter(None, times), default=None)
        for own in super().urls_of(page):
            yield {**own, "lastmod": changed}
            for address in self._addresses_within(page, own["location"]):
                yield {"location": address, "lastmod": changed}

    def _addresses_within(self, page: Page, address: str) -> list[str]:
        if page.specific_class is SuperComplaintIndexPage:
            return [f"{address}recommendations/", f"{self.get_wagtail_site().root_url}{reverse('data')}"]
        if page.specific_class is SuperComplaintPage and page.path in self._published_within:
            return [f"{address}whole-response/"]
        return []

    @cached_property
    def _published_within(self) -> dict[str, datetime | None]:
        """When something was last published that a page shows besides itself, by its tree path."""
        found: dict[str, datetime | None] = {}

        def note(path: str, moment: datetime | None) -> None:
            found[path] = max(filter(None, [moment, found.get(path)]), default=None)

        root = self.get_wagtail_site().root_page
        step = Page.steplen
        for path, moment in _public(SuperComplaintPage, root, "path", "last_published_at"):
            note(path[:-step], moment)
        fields = ("path", "last_published_at", "kind", "number")
        recommendations = list(_public(RecommendationResponsePage, root, *fields))
        paths = {(path[:-step], kind, number): path for path, _, kind, number in recommendations if number}
        for path, moment, kind, number in recommendations:
            note(path[:-step], moment)
            note(path[: -2 * step], moment)
            # A recommendation shows its parts.
            if whole := paths.get((path[:-step], kind, numbers.parent_number(number))):
                note(whole, moment)
        return found


def _public(model: Any, root: Page, *fields: str) -> Any:
    return public_pages(model.objects.descendant_of(root)).values_list(*fields)
