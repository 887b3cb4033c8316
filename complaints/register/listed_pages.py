"""The public recommendations and super-complaints of a section, for lists."""

from django.db.models import F, OrderBy, Value
from django.db.models.functions import Left, NullIf
from wagtail.query import PageQuerySet

from complaints.models import (
    RecommendationResponsePage,
    RecommendationState,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.models.recommendation_queryset import RecommendationQuerySet
from complaints.models.recommendation_state import RecommendationStateQuerySet
from pages.core.page_visibility import is_public_descendant, public_children, public_descendants
from pages.http_cache.keys import below_key
from pages.http_cache.response_recorder import record_shown_keys

SORT_ORDERS = {"number": "number", "deadline": "deadline", "changed": "last change"}
"""The orders in which recommendations can be sorted; the first one is the default."""


def listed_recommendations(index_page: SuperComplaintIndexPage) -> RecommendationQuerySet:
    """Return the public recommendations under ``index_page``, without those that are parts of others."""
    counted = RecommendationState.objects.counted()
    return _public_items(index_page).filter(pk__in=counted.values("page"))


def listed_parts(index_page: SuperComplaintIndexPage) -> RecommendationQuerySet:
    """Return the public parts of those, such as 7.1 of 7."""
    parts = RecommendationState.objects.overall().filter(is_part=True)
    return _public_items(index_page).filter(pk__in=parts.values("page"))


def _public_items(index_page: SuperComplaintIndexPage) -> RecommendationQuerySet:
    record_shown_keys(below_key(index_page.pk))
    return public_descendants(RecommendationResponsePage.objects.all(), index_page)


def listed_states(index_page: SuperComplaintIndexPage) -> RecommendationStateQuerySet:
    """Return the stored states of those recommendations."""
    record_shown_keys(below_key(index_page.pk))
    return RecommendationState.objects.filter(is_public_descendant(index_page, "page__"))


def listed_super_complaints(index_page: SuperComplaintIndexPage) -> PageQuerySet:
    """Return the public super-complaints under ``index_page``, the newest first."""
    record_shown_keys(below_key(index_page.pk))
    return public_children(SuperComplaintPage.objects.all(), index_page).order_by("-submitted", "title", "pk")


def parent_path_length(index_page: SuperComplaintIndexPage) -> int:
    """Return the length of the tree path of a super-complaint under ``index_page``."""
    return (index_page.depth + 1) * index_page.steplen


def sort_recommendations(
    recommendations: RecommendationQuerySet, sort: str, index_page: SuperComplaintIndexPage
) -> RecommendationQuerySet:
    """Return ``recommendations`` sorted in one of ``SORT_ORDERS``, those without a deadline last.

    Equal ones are sorted by super-complaint, in the order of the page tree, and by number.
    """
    orders: dict[str, list[OrderBy]] = {
        "number": [],
        "deadline": [NullIf(F("deadline"), Value("")).asc(nulls_last=True)],
        "changed": [F("last_published_at").desc(nulls_last=True)],
    }
    by_parent = recommendations.alias(parent_path=Left("path", parent_path_length(index_page)))
    return by_parent.order_by(*orders[sort], "parent_path", "sort_key", "path")
