"""What is listed: the public recommendations and super-complaints of a section, in an order."""

from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Left, NullIf
from wagtail.query import PageQuerySet

from complaints.models import RecommendationResponsePage, RecommendationState, SuperComplaintPage
from complaints.models.querysets import RecommendationQuerySet
from complaints.models.state import RecommendationStateQuerySet
from pages.core.page_visibility import is_public_descendant, public_children, public_descendants
from pages.http_cache.keys import below_key
from pages.http_cache.response_recorder import record_shown_keys

SORTS = {"number": "number", "deadline": "deadline", "changed": "last change"}
"""The ways in which recommendations can be sorted; the first one holds if none is asked for."""


def listed(index_page: Any) -> RecommendationQuerySet:
    """Return all recommendations under ``index_page`` that its readers may read."""
    record_shown_keys(below_key(index_page.pk))
    return public_descendants(RecommendationResponsePage.objects.all(), index_page)


def states_listed(index_page: Any) -> RecommendationStateQuerySet:
    """Return the states of those recommendations."""
    record_shown_keys(below_key(index_page.pk))
    return RecommendationState.objects.filter(is_public_descendant(index_page, "page__"))


def super_complaints(index_page: Any) -> PageQuerySet:
    """Return the super-complaints under ``index_page`` that its readers may read, the newest first."""
    record_shown_keys(below_key(index_page.pk))
    return public_children(SuperComplaintPage.objects.all(), index_page).order_by("-submitted", "title", "pk")


def parent_path_length(index_page: Any) -> int:
    """Return the length of the tree path of a super-complaint under ``index_page``."""
    return (index_page.depth + 1) * index_page.steplen


def in_order(recommendations: QuerySet, sort: str, index_page: Any) -> QuerySet:
    """Return ``recommendations`` sorted in one of the ways of ``SORTS``, those without a deadline last.

    What is equal is sorted by number, one super-complaint after another as the section has them.
    """
    first: dict[str, list[Any]] = {
        "number": [],
        "deadline": [NullIf(F("deadline"), Value("")).asc(nulls_last=True)],
        "changed": [F("last_published_at").desc(nulls_last=True)],
    }
    by_parent = recommendations.alias(parent_path=Left("path", parent_path_length(index_page)))
    return by_parent.order_by(*first[sort], "parent_path", "sort_key", "path")
