"""The dashboard's numbers of recommendations, each of which leads to its list."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

from complaints.models import RecommendationResponsePage
from complaints.models.recommendation_filters import PROGRESS
from pages.moderation.desk.my_work import annotate_work_state

from .recommendation_filters import RecommendationFilterSet
from .recommendation_lists import may_list_recommendations

NEED_ATTENTION = ("overdue", "deadline_passed", "date_passed", "soon", "silent")
COUNTS = [
    *((f"progress={name}", PROGRESS[name][0].lower()) for name in NEED_ATTENTION),
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
    visible = page_permission_policy.explorable_instances(request.user)
    pages = RecommendationResponsePage.objects.filter(pk__in=visible.order_by().values("pk"))
    return RecommendationFilterSet(QueryDict(query), annotate_work_state(pages), request=request).qs.count()


def add_recommendation_counts(request: HttpRequest, panels: list[Component]) -> None:
    """Add the numbers to the dashboard."""
    panels.append(RecommendationCountsPanel())
