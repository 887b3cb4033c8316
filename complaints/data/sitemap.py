"""The sitemap with the section in it.

A page is dated by everything that it shows, also of other pages.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import F, Max
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page
from wagtail.query import PageQuerySet

from complaints.history.published_versions import PAGE_LABEL
from complaints.models import (
    Action,
    RecommendationResponsePage,
    RecommendationState,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.vocabulary import FINISHED_ACTIONS
from pages.core.moments import end_of_day
from pages.core.page_visibility import public_pages
from pages.moderation.models import PublishedVersion

CHUNK_SIZE = 2000


class SiteSitemap(Sitemap):
    """Every public page, and what belongs to the section without being one: lists, statuses, data."""

    def items(self) -> PageQuerySet:
        root = self.get_wagtail_site().root_page
        pages = Page.objects.descendant_of(root, inclusive=True)
        return public_pages(pages).order_by("path")

    def get_urls(
        self, page: int = 1, site: Any = None, protocol: Any = None
    ) -> list[dict[str, Any]]:
        """Return one ``page`` of the sitemap.

        Wagtail would query each site page for its addresses.
        """
        site_pages = self.paginator.page(page).object_list.iterator(
            chunk_size=CHUNK_SIZE
        )
        entries: list[dict[str, Any]] = []
        for site_page in site_pages:
            entries += self.entries_for_page(site_page)
        times = [entry["lastmod"] for entry in entries]
        if times and None not in times:
            self.latest_lastmod = max(times)
        return entries

    def entries_for_page(self, page: Page) -> Iterator[dict[str, Any]]:
        """Yield the addresses that ``page`` serves, with its last change: Wagtail would date the draft."""
        times = [page.last_published_at, self._last_changes_shown.get(page.path)]
        changed = max(filter(None, times), default=None)
        address = page.get_full_url(self.request)
        for location in (address, *self._subpage_addresses(page, address)):
            yield {"location": location, "lastmod": changed}
        if page.specific_class is SuperComplaintIndexPage:
            # It changes with a release, and with no publication.
            yield {"location": self._address_of("statuses"), "lastmod": None}

    def _address_of(self, name: str) -> str:
        return f"{self.get_wagtail_site().root_url}{reverse(name)}"

    def _subpage_addresses(self, page: Page, address: str) -> list[str]:
        if page.specific_class is SuperComplaintIndexPage:
            return [
                f"{address}recommendations/",
                self._address_of("data"),
            ]
        if (
            page.specific_class is SuperComplaintPage
            and page.path in self._paths_with_recommendations
        ):
            return [f"{address}whole-response/"]
        return []

    @cached_property
    def _recommendations(self) -> list[tuple[str, datetime | None]]:
        root = self.get_wagtail_site().root_page
        return list(
            _public_values(
                RecommendationResponsePage, root, "path", "last_published_at"
            )
        )

    @cached_property
    def _paths_with_recommendations(self) -> set[str]:
        return {path[: -Page.steplen] for path, _ in self._recommendations}

    @cached_property
    def _last_changes_shown(self) -> dict[str, datetime | None]:
        """The last change of anything that a page shows besides itself, by tree path.

        A take-down counts too, and so do versions of pages that are there no more: the
        time must not go back.
        """
        last: dict[str, datetime | None] = {}

        def add_change(path: str, moment: datetime | None) -> None:
            last[path] = max(filter(None, [moment, last.get(path)]), default=None)

        root = self.get_wagtail_site().root_page
        step = Page.steplen
        path_by_address = _paths_by_address(root)
        states = RecommendationState.objects.filter(page__path__startswith=root.path)
        passed = last_days_passed_below(root)
        wholes = dict(
            states.exclude(whole=None).values_list("page__path", "whole__path")
        )
        for path, published in self._recommendations:
            overdue = end_of_day(passed[path]) if path in passed else None
            changed = max(filter(None, [published, overdue]), default=None)
            for place in (path, path[:-step], path[: -2 * step], wholes.get(path)):
                if place:
                    add_change(place, changed)
        for address, changed in _last_versions():
            parts = address.strip("/").split("/")
            above = [f"/{'/'.join(parts[:end])}/" for end in range(1, len(parts))]
            whole = f"{address.rpartition('-')[0]}/"  # “recommendation-7”, of “recommendation-7-1”
            for place in filter(None, map(path_by_address.get, [whole, *above])):
                add_change(place, changed)
        return last


def _paths_by_address(root: Page) -> dict[str, str]:
    """Return the tree paths of the public pages of the section by their addresses on the site."""
    paths = {}
    for model in (
        SuperComplaintIndexPage,
        SuperComplaintPage,
        RecommendationResponsePage,
    ):
        for path, url_path in _public_values(model, root, "path", "url_path"):
            paths[f"/{url_path.removeprefix(root.url_path)}"] = path
    return paths


def last_days_passed_below(root: Page) -> dict[str, date]:
    """Return the last day that has passed, by the path of each page below ``root`` that says so."""
    of_states = RecommendationState.objects.filter(
        page__path__startswith=root.path
    ).last_days_passed_by_path()
    of_actions = _due_days_passed(root)
    paths = of_states.keys() | of_actions.keys()
    return {
        path: max(of_states.get(path, date.min), of_actions.get(path, date.min))
        for path in paths
    }


def _due_days_passed(root: Page) -> dict[str, date]:
    """Return the last due date that has passed of an unfinished action, by the path of its page."""
    actions = Action.objects.filter(page__live=True, page__path__startswith=root.path)
    unfinished = actions.exclude(status__in=FINISHED_ACTIONS).annotate(
        path=F("page__path")
    )
    days: dict[str, date] = {}
    for action in unfinished.prefetch_related("due_dates"):
        if due := action.passed_due_date:
            days[action.path] = max(due.latest, days.get(action.path, due.latest))
    return days


def _last_versions() -> Iterator[tuple[str, datetime]]:
    """Yield each address at which a page was ever public, and when what stood there last changed."""
    versions = (
        PublishedVersion.objects.filter(model=PAGE_LABEL).exclude(path="").order_by()
    )
    moments = versions.values_list("path").annotate(
        Max("published_at"), Max("withdrawn_at")
    )
    for address, *changes in moments:
        yield address, max(filter(None, changes))


def _public_values(model: type[Page], root: Page, *fields: str) -> PageQuerySet:
    return public_pages(model.objects.descendant_of(root)).values_list(*fields)
