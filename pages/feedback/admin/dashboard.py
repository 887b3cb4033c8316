"""The dashboard's numbers of feedback entries, each of which leads to its list."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from pages.feedback.models import FeedbackEntry

WAITING_STATES = [FeedbackEntry.State.SAFEGUARDING, FeedbackEntry.State.NEW, FeedbackEntry.State.IN_PROGRESS]


class FeedbackCountsPanel(Component):
    """Says how many entries the team has to deal with."""

    name = "feedback_counts"
    template_name = "feedback/admin/dashboard.html"
    order = 105

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        policy = policy_registry.get_by_type(FeedbackEntry)
        if not policy.user_has_any_permission(parent_context["request"].user, {"change", "view"}):
            return {}
        address = reverse("feedback:index")
        counts = [
            (state.label, FeedbackEntry.objects.filter(state=state).count(), f"{address}?state={state}")
            for state in WAITING_STATES
        ]
        return {"address": address, "counts": counts, "waiting": any(number for _, number, _ in counts)}


def add_feedback_counts(request: HttpRequest, panels: list[Component]) -> None:
    """Add the numbers to the dashboard."""
    panels.append(FeedbackCountsPanel())
