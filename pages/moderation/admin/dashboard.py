"""The dashboard: what waits for the user's decision, and what is unfinished."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from pages.moderation.publishing.holds import may_override, waiting_revisions
from pages.moderation.records.published_version import PublishedVersion
from pages.moderation.rules import roles
from pages.moderation.rules.second_reviewers import may_give_second_review

from .open_reviews import reviews_for


class AwaitingReviewPanel(Component):
    """Lists what the user can decide about, in the place of Wagtail's list of what waits for anybody."""

    name = "awaiting_review"
    template_name = "moderation/awaiting_review.html"
    order = 110

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """List it, the oldest first."""
        return {"reviews": reviews_for(parent_context["request"].user)}


def arrange_dashboard(request: HttpRequest, panels: list[Component]) -> None:
    """Add our panels, and take out Wagtail's with its buttons to decide about what nobody has looked at."""
    panels[:] = [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]
    panels += [AwaitingReviewPanel(), UnfinishedPublicationsPanel()]


class UnfinishedPublicationsPanel(Component):
    """Lists what is public with one approval, and what is approved and waits for a hold."""

    name = "unfinished_publications"
    template_name = "moderation/unfinished.html"
    order = 120

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """List both, and tell which of them the user may review or publish in spite of a hold."""
        user = parent_context["request"].user
        if not roles.has_any_role(user):
            return {}
        awaiting_review = PublishedVersion.objects.awaiting_review()
        return {
            "versions": [(version, may_give_second_review(version, user)) for version in awaiting_review],
            "waiting": waiting_revisions(),
            "may_override": may_override(user),
        }
