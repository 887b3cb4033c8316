"""The sitemap with the section in it: what a page shows of others dates it, too."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Max
from django.urls import reverse
from wagtail.models import Page

from complaints.models import (
    RecommendationResponsePage,
    RecommendationState,
    SuperComplaintIndexPage,
    SuperComplaintPage,
    numbers,
)
from pages.content.sitemap import PublicSitemap
from pages.core.page_visibility import public_pages
from pages.http_cache.clock import end_of_day
from pages.http_cache.keys import below_key, page_key
from pages.http_cache.models import Invalidation


class SiteSitemap(PublicSitemap):
    """Every public page, the list of recommendations, the whole responses and the page about the data."""

    def entries_for_page(self, page: Page) -> Iterator[dict[str, Any]]:
        """Yield the addresses that ``page`` serves, each with when something that it shows last changed."""
        times = [page.last_published_at, self._changed_within.get(page.path)]
        changed = max(filter(None, times), default=None)
        for own in super().entries_for_page(page):
            yield {**own, "lastmod": changed}
            for address in self._addresses_within(page, own["location"]):
                yield {"location": address, "lastmod": changed}

    def _addresses_within(self, page: Page, address: str) -> list[str]:
        if page.specific_class is SuperComplaintIndexPage:
            return [f"{address}recommendations/", f"{self.get_wagtail_site().root_url}{reverse('data')}"]
        if page.specific_class is SuperComplaintPage and page.path in self._with_recommendations:
            return [f"{address}whole-response/"]
        return []

    @cached_property
    def _recommendations(self) -> list[tuple[str, datetime | None, str, str]]:
        """Tree path, last publication, kind and number of the public recommendations."""
        fields = ("path", "last_published_at", "kind", "number")
        return list(_public(RecommendationResponsePage, self.get_wagtail_site().root_page, *fields))

    @cached_property
    def _with_recommendations(self) -> set[str]:
        """The tree paths of the super-complaints that have any."""
        return {path[: -Page.steplen] for path, *_ in self._recommendations}

    @cached_property
    def _numbered(self) -> dict[tuple[str, str, str], str]:
        """The tree paths of recommendations by those of their super-complaints, by kind and number."""
        found = self._recommendations
        return {(path[: -Page.steplen], kind, number): path for path, _, kind, number in found if number}

    def _whole_of(self, path: str, kind: str, number: str) -> str | None:
        """Return where the recommendation stands that shows another one as its part."""
        return self._numbered.get((path[: -Page.steplen], kind, numbers.parent_number(number)))

    def _hidden_parts(self) -> Iterator[tuple[str, str]]:
        """Yield the key of each part that is not shown, and where its whole stands."""
        root = self.get_wagtail_site().root_page
        hidden = RecommendationResponsePage.objects.descendant_of(root).filter(live=False)
        for pk, *what in hidden.values_list("pk", "path", "kind", "number"):
            if whole := self._whole_of(*what):
                yield page_key(pk), whole

    @cached_property
    def _overdue_from(self) -> dict[str, datetime]:
        """The midnight in Europe/London at which a recommendation became overdue, by its tree path."""
        root = self.get_wagtail_site().root_page
        overdue = RecommendationState.objects.overdue().filter(page__path__startswith=root.path)
        days = overdue.values_list("page__path").annotate(last=Max("last_day"))
        return {path: end_of_day(last) for path, last in days}

    @cached_property
    def _changed_within(self) -> dict[str, datetime | None]:
        """When what a page shows besides itself last changed, by its tree path.

        Not only by a publication: when something is taken down or moved away, the time must not go back.
        """
        found: dict[str, datetime | None] = {}

        def note(path: str, moment: datetime | None) -> None:
            found[path] = max(filter(None, [moment, found.get(path)]), default=None)

        root = self.get_wagtail_site().root_page
        step = Page.steplen
        # By the key that tells when something last changed there, even if that is there no more.
        shown_at = {below_key(pk): path for pk, path in _public(SuperComplaintIndexPage, root, "pk", "path")}
        for pk, path, moment in _public(SuperComplaintPage, root, "pk", "path", "last_published_at"):
            note(path[:-step], moment)
            shown_at[below_key(pk)] = path
        overdue = self._overdue_from
        for path, published, kind, number in self._recommendations:
            changed = max(filter(None, [published, overdue.get(path)]), default=None)
            for place in (path, path[:-step], path[: -2 * step], self._whole_of(path, kind, number)):
                if place:
                    note(place, changed)
        shown_at.update(self._hidden_parts())
        changes = Invalidation.objects.filter(key__in=list(shown_at))
        for key, at in changes.values_list("key", "at"):
            note(shown_at[key], at)
        return found


def _public(model: Any, root: Page, *fields: str) -> Any:
    return public_pages(model.objects.descendant_of(root)).values_list(*fields)
