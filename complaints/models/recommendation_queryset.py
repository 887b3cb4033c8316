"""Queries for recommendations that take a fixed number of queries, however many there are."""

from collections.abc import Iterable
from typing import Protocol, Self

from django.db.models import Model, Prefetch, Q
from django.db.models.functions import Left, Length
from wagtail.models import Page
from wagtail.query import PageQuerySet

from . import printed_numbers
from .recommendation_state import RecommendationState

PARENT_PATH = Left("path", Length("path") - Page.steplen)
"""The tree path of the super-complaint, for queries."""
CHILD_RELATIONS = (
    "responses__respondents",
    "actions__due_dates",
    "actions__respondents",
    "progress_updates__respondents",
    "assurances",
)
"""Child objects of a recommendation, which are published with it."""
CARD_RELATIONS = (
    "addressees",
    Prefetch("states", RecommendationState.objects.select_related("respondent")),
)
"""What a card shows of a recommendation."""
ALL_RELATIONS = (*CARD_RELATIONS, *CHILD_RELATIONS)


class NumberedItem(Protocol):
    """A recommendation, or a row of values read of one."""

    @property
    def kind(self) -> str:
        """What the item is."""

    @property
    def number(self) -> str:
        """The printed number."""


def group_sub_items[Item: NumberedItem](items: Iterable[Item]) -> dict[Item, list[Item]]:
    """Return the top-level ``items``, which must be sorted by number, each with its sub-items.

    An item such as 7.1 whose parent item 7 is not among ``items`` counts as top-level.
    """
    items = list(items)
    by_number = {(item.kind, item.number): item for item in items if item.number}
    parents = [by_number.get((item.kind, printed_numbers.parent_number(item.number))) for item in items]
    sub_items: dict[Item, list[Item]] = {
        item: [] for item, parent in zip(items, parents, strict=True) if not parent
    }
    for item, parent in zip(items, parents, strict=True):
        if parent:
            sub_items[parent].append(item)
    return sub_items


def is_part_of(item: NumberedItem, whole: NumberedItem) -> bool:
    """Tell whether ``item``, which stands beside ``whole``, is a part of it, such as 7.1 of 7."""
    above = (item.kind, printed_numbers.parent_number(item.number))
    return bool(whole.number) and above == (whole.kind, whole.number)


class RecommendationQuerySet(PageQuerySet):
    """Recommendation pages."""

    def naming(self, organisation: Model) -> Self:
        """Return the pages that name ``organisation``, or have a response or an action of it."""
        return self.filter(
            Q(addressees=organisation)
            | Q(responses__respondents=organisation)
            | Q(actions__respondents=organisation)
            | Q(progress_updates__respondents=organisation)
        ).distinct()

    def with_number(self, kind: str, number: str) -> Self:
        """Return the items of this kind and number, by the live page or by the latest draft."""
        draft = {"latest_revision__content__kind": kind, "latest_revision__content__number": number}
        return self.filter(Q(kind=kind, number=number) | Q(**draft))

    def with_card_relations(self) -> Self:
        return self.prefetch_related(*CARD_RELATIONS)

    def with_all_relations(self) -> Self:
        return self.prefetch_related(*ALL_RELATIONS)

    def list_in_order_below(self, super_complaint: Page) -> list[Page]:
        """Return the top-level items below ``super_complaint`` in the order of their numbers.

        Each item gets ``super_complaint`` and its ``sub_items``.
        """
        items = list(self.child_of(super_complaint).order_by("sort_key", "path"))
        sub_items = group_sub_items(items)
        for item in items:
            item.super_complaint = super_complaint
            item.sub_items = sub_items.get(item, [])
        return list(sub_items)
