"""Screens of moderated snippets."""

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from pages.moderation.rules.permissions import RestrictedModelPolicy


class ModeratedSnippetViewSet(SnippetViewSet):
    """The screens of a moderated snippet. Copying is off: Wagtail's screen for it writes to the original."""

    copy_view_enabled = False


def register_moderated(viewset: type[ModeratedSnippetViewSet]) -> None:
    """Register a snippet whose workflow publishes it, so that no permission can."""
    register_permission_policy(viewset.model, RestrictedModelPolicy(viewset.model, {"publish"}))
    register_snippet(viewset)
