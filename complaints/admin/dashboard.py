"""The dashboard's numbers of recommendations, each of which leads to its list."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from wagtail.admin.ui.components import Component

from complaints.models.recommendation_queryset import PROGRESS
from complaints.reminders.due import KINDS, recommendations_seen_by
from pages.moderation.desk.my_work import annotate_work_state

from .recommendation_filters import RecommendationFilterSet
from .recommendation_lists import may_list_recommendations

COUNTS = [
    *((f"progress={name}", PROGRESS[name][0].lower()) for name in KINDS),
    ("work=draft", "with a draft"),
    ("work=review", "in review"),
]
"""Filters of the list, each with the words behind its number."""


class RecommendationCountsPanel(Component):
    """Says how many recommendations need attention, and leads to them."""

    name = "recommendation_counts"
    template_name = "complaints/admin/dashboard.html"
    order = 130

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        if not may_list_recommendations(request.user):
            return {}
        address = reverse("recommendations:index")
        return {
            "address": address,
            "counts": [
                (number, words, f"{address}?{query}")
                for query, words in COUNTS
                if (number := _count(request, query))
            ],
        }


def _count(request: HttpRequest, query: str) -> int:
    pages = annotate_work_state(recommendations_seen_by(request.user))
    return RecommendationFilterSet(QueryDict(query), pages, request=request).qs.count()


def add_recommendation_counts(request: HttpRequest, panels: list[Component]) -> None:
    """Add the numbers to the dashboard."""
    panels.append(RecommendationCountsPanel())
