"""What the dashboard says about publications that are not finished."""

from wagtail.admin.ui.components import Component

from pages.moderation import holds, roles, second_review
from pages.moderation.models import PublishedVersion


class AwaitingReviewPanel(Component):
    """What is public with one approval until its second review is given."""

    name = "awaiting_second_review"
    template_name = "moderation/panels/awaiting_review.html"
    order = 120

    def get_context_data(self, parent_context):
        """List the versions, with a link where the person may review."""
        user = parent_context["request"].user
        awaited = PublishedVersion.objects.awaiting_review() if roles.works_here(user) else []
        return {"versions": [(version, second_review.may_give(version, user)) for version in awaited]}


class WaitingForHoldPanel(Component):
    """What is approved, and waits for a hold to end."""

    name = "waiting_for_hold"
    template_name = "moderation/panels/waiting.html"
    order = 130

    def get_context_data(self, parent_context):
        """List the revisions, with a link where the person may override."""
        user = parent_context["request"].user
        waiting = holds.waiting() if roles.works_here(user) else []
        return {"rows": [(revision, hold, holds.may_override(user)) for revision, hold in waiting]}
