"""The dashboard panel about unfinished publications."""

from typing import Any

from wagtail.admin.ui.components import Component

from pages.moderation.publishing.holds import may_override, waiting_revisions
from pages.moderation.publishing.second_review import may_give_second_review
from pages.moderation.records.published_version import PublishedVersion
from pages.moderation.rules import roles


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
