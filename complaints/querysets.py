"""Asking for recommendations in ways that take a fixed number of queries, however many there are."""

from django.db.models import Prefetch
from wagtail.query import PageQuerySet

from . import numbers

PARTS = ("responses__respondents", "actions__due_dates", "progress_updates")
"""What belongs to a recommendation and is published with it."""
IN_SHORT = (
    *("id", "page_ptr", "title", "slug", "url_path", "path", "depth", "number", "kind", "sort_key"),
    *("deadline", "deadline_printed", "addressees_printed", "first_published_at", "last_published_at"),
)
"""The fields of a recommendation without its long texts, which only its own page shows."""


def _shown_on_cards() -> tuple:
    from .models import RecommendationState

    states = RecommendationState.objects.select_related("respondent").order_by("respondent__name")
    return "addressees", Prefetch("states", states)


def in_order(items: list, super_complaint) -> list:
    """Return ``items`` of ``super_complaint``, which are sorted by number, as they are shown.

    One whose parent number is there too (7.1 beside 7) stands in that one's ``sub_items`` instead.
    """
    by_number = {(item.kind, item.number): item for item in items if item.number}
    top: list = []
    for item in items:
        item.super_complaint = super_complaint
        item.sub_items = []
    for item in items:
        parent = by_number.get((item.kind, numbers.parent_number(item.number)))
        (parent.sub_items if parent else top).append(item)
    return top


class RecommendationQuerySet(PageQuerySet):
    """Recommendation responses."""

    def on_cards(self):
        """Fetch along what a card shows of each."""
        return self.prefetch_related(*_shown_on_cards())

    def in_full(self):
        """Fetch along everything that belongs to each."""
        return self.prefetch_related(*_shown_on_cards(), *PARTS)

    def in_order_under(self, super_complaint) -> list:
        """Return those of ``super_complaint`` in the order of their numbers, parts within their wholes."""
        return in_order(list(self.child_of(super_complaint).order_by("sort_key", "path")), super_complaint)
