"""Asking for recommendations in ways that take a fixed number of queries, however many there are."""

from collections.abc import Iterable
from typing import Any

from wagtail.query import PageQuerySet

from . import numbers

PARTS = ("responses__respondents", "actions__due_dates", "progress_updates")
"""What belongs to a recommendation and is published with it."""
SHOWN_ON_CARDS = ("addressees", "states__respondent")
IN_FULL = (*SHOWN_ON_CARDS, *PARTS)


def parts_by_whole(items: Iterable[Any]) -> dict[Any, list]:
    """Return each of ``items``, sorted by number, that is shown by itself, with those that are its parts.

    A part (7.1) whose whole (7) is not there is shown by itself.
    """
    items = list(items)
    by_number = {(item.kind, item.number): item for item in items if item.number}
    wholes = [by_number.get((item.kind, numbers.parent_number(item.number))) for item in items]
    found: dict[Any, list] = {item: [] for item, whole in zip(items, wholes, strict=True) if not whole}
    for item, whole in zip(items, wholes, strict=True):
        if whole:
            found[whole].append(item)
    return found


class RecommendationQuerySet(PageQuerySet):
    """Recommendation responses."""

    def on_cards(self):
        """Fetch along what a card shows of each."""
        return self.prefetch_related(*SHOWN_ON_CARDS)

    def in_full(self):
        """Fetch along everything that belongs to each."""
        return self.prefetch_related(*IN_FULL)

    def in_order_under(self, super_complaint) -> list:
        """Return those of ``super_complaint`` in the order of their numbers, parts as ``sub_items``."""
        found = list(self.child_of(super_complaint).order_by("sort_key", "path"))
        wholes = parts_by_whole(found)
        for item in found:
            item.super_complaint = super_complaint
            item.sub_items = wholes.get(item, [])
        return list(wholes)
