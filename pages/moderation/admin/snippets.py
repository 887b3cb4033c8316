"""Screens of moderated snippets."""

from typing import Any

from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from pages.moderation.rules.permissions import RestrictedModelPolicy


def _describe_public_state(snippet: Any) -> str:
    if snippet.live:
        return "Public, with a newer draft" if snippet.has_unpublished_changes else "Public"
    return "Not public"


PUBLIC_STATE = Column("public_state", label="State", accessor=_describe_public_state, sort_key="live")
"""The column of lists that tells whether readers see a snippet."""


class _HeadedTemplateMixin(WagtailAdminTemplateMixin):
    """Adds the heading that Wagtail's own templates of snippets omit."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the heading."""
        return {**super().get_context_data(**kwargs), "title": self.get_header_title()}


class AddSnippet(_HeadedTemplateMixin, CreateView):
    """Adds a snippet."""


class EditSnippet(_HeadedTemplateMixin, EditView):
    """Edits a snippet."""


class ModeratedSnippetViewSet(SnippetViewSet):
    """The screens of a moderated snippet. Copying is off: Wagtail's screen for it writes to the original."""

    add_view_class = AddSnippet
    edit_view_class = EditSnippet
    copy_view_enabled = False


def register_moderated(viewset: type[ModeratedSnippetViewSet]) -> None:
    """Register a snippet whose workflow publishes it, so that no permission can."""
    register_permission_policy(viewset.model, RestrictedModelPolicy(viewset.model, {"publish"}))
    register_snippet(viewset)
