"""Asking for recommendations in ways that take a fixed number of queries, however many there are."""

from django.db.models import Count
from django.db.models.functions import Left
from wagtail.query import PageQuerySet

from . import numbers


class RecommendationQuerySet(PageQuerySet):
    """Recommendation responses."""

    def counts_below(self, index_page) -> dict[str, int]:
        """Return how many there are in each super-complaint under ``index_page``, by its tree path."""
        path_length = (index_page.depth + 1) * self.model.steplen
        return dict(
            self.descendant_of(index_page)
            .annotate(parent_path=Left("path", path_length))
            .order_by()
            .values_list("parent_path")
            .annotate(total=Count("pk"))
        )

    def in_order_under(self, super_complaint) -> list:
        """Return those of ``super_complaint`` in the order of their numbers, ready to be shown.

        One whose parent number is there too (7.1 beside 7) stands in that one's ``sub_items`` instead.
        """
        found = list(
            self.child_of(super_complaint)
            .order_by("sort_key", "path")
            .prefetch_related(
                "addressees", "responses__respondents", "actions__due_dates", "progress_updates"
            )
        )
        by_number = {(item.kind, item.number): item for item in found if item.number}
        top: list = []
        for item in found:
            item.sub_items = []
        for item in found:
            parent = by_number.get((item.kind, numbers.parent_number(item.number)))
            (parent.sub_items if parent else top).append(item)
        return top
