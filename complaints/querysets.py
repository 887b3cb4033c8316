"""Asking for recommendations in ways that take a fixed number of queries, however many there are."""

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.query import PageQuerySet

from . import numbers

PARTS = ("responses__respondents", "actions__due_dates", "progress_updates")
"""What belongs to a recommendation and is published with it."""
IN_SHORT = (
    *("title", "slug", "url_path", "path", "depth", "number", "kind", "sort_key"),
    *("deadline", "deadline_printed", "addressees_printed", "first_published_at", "last_published_at"),
)


def _shown_on_cards() -> tuple:
    from .models import RecommendationState

    states = RecommendationState.objects.select_related("respondent").order_by("respondent__name")
    return "addressees", Prefetch("states", states)


def fetch_along(in_full: list, on_cards: list) -> None:
    """Fetch what belongs to items that are there already, in as few queries for both kinds as for one."""
    prefetch_related_objects([*in_full, *on_cards], *_shown_on_cards())
    prefetch_related_objects(in_full, *PARTS)


class RecommendationQuerySet(PageQuerySet):
    """Recommendation responses."""

    def on_cards(self):
        """Fetch along what a card shows of each."""
        return self.prefetch_related(*_shown_on_cards())

    def in_full(self):
        """Fetch along everything that belongs to each."""
        return self.prefetch_related(*_shown_on_cards(), *PARTS)

    def in_short(self):
        """Leave out the long texts, which only the page of the item itself shows."""
        return self.only(*IN_SHORT)

    def in_order_under(self, super_complaint) -> list:
        """Return those of ``super_complaint`` in the order of their numbers.

        One whose parent number is there too (7.1 beside 7) stands in that one's ``sub_items`` instead.
        """
        found = list(self.child_of(super_complaint).order_by("sort_key", "path"))
        by_number = {(item.kind, item.number): item for item in found if item.number}
        top: list = []
        for item in found:
            item.super_complaint = super_complaint
            item.sub_items = []
        for item in found:
            parent = by_number.get((item.kind, numbers.parent_number(item.number)))
            (parent.sub_items if parent else top).append(item)
        return top
