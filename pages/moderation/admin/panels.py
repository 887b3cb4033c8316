"""What the dashboard says about publications that are not finished."""

from wagtail.admin.ui.components import Component

from pages.moderation.publishing import holds, second_review
from pages.moderation.records.version import PublishedVersion
from pages.moderation.rules import roles


class UnfinishedPanel(Component):
    """What is public with one approval, and what is approved and waits for a hold to end."""

    name = "unfinished_publications"
    template_name = "moderation/unfinished.html"
    order = 120

    def get_context_data(self, parent_context):
        """List both, and tell what of it the person may review, or publish in spite of the hold."""
        user = parent_context["request"].user
        if not roles.works_here(user):
            return {}
        awaited = PublishedVersion.objects.awaiting_review()
        return {
            "versions": [(version, second_review.may_give(version, user)) for version in awaited],
            "waiting": holds.waiting(),
            "may_override": holds.may_override(user),
        }
