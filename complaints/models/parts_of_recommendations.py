"""Parts of recommendations, such as 7.1 of 7: they count together with 7, never beside it."""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import Page
from wagtail.query import PageQuerySet

from complaints.vocabulary import ItemKind

from . import printed_numbers
from .recommendation_state import RecommendationState


def is_part(page: Page) -> bool:
    """Tell whether ``page`` is a part of another live recommendation, or of one whose number is not known."""
    above = printed_numbers.parent_number(page.number)
    return page.kind == ItemKind.PART or bool(above and _live_siblings(page).filter(number=above).exists())


def states_of_parts(page: Page) -> list[RecommendationState]:
    """Return the stored overall states of the live parts of ``page``."""
    if not page.number or printed_numbers.parent_number(page.number):
        return []
    parts = _live_siblings(page).filter(number__startswith=f"{page.number}.")
    return list(RecommendationState.objects.overall().filter(page__in=parts.values("pk")))


def relatives(page: Page, numbers: Iterable[str]) -> list[Page]:
    """Return the live siblings whose states depend on items of ``numbers``, the parts first."""
    conditions = Q()
    for number in filter(None, numbers):
        above = printed_numbers.parent_number(number)
        conditions |= Q(number=above) if above else Q(number__startswith=f"{number}.")
    found = _live_siblings(page).filter(conditions) if conditions else []
    return sorted(found, key=lambda each: "." not in each.number)


def _live_siblings(page: Page) -> PageQuerySet:
    siblings = type(page).objects.sibling_of(page, inclusive=False)
    return siblings.filter(live=True, kind=page.kind)
