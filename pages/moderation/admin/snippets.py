"""Screens of moderated snippets."""

from wagtail.models import DraftStateMixin
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from pages.moderation.rules.permissions import RestrictedModelPolicy


class ModeratedSnippetEditView(EditView):
    """The editor of a snippet, which saves nothing when somebody only approves.

    Wagtail's saves a revision with every approval. That would make the approver an author, so that nobody
    could approve. Wagtail's page editor does not do this.
    """

    def save_instance(self) -> DraftStateMixin:
        """Save the changes; save nothing if somebody only approves or requests changes."""
        if self.action == "workflow-action" and not self.form.has_changed():
            self.new_revision = None
            return self.object
        return super().save_instance()


class ModeratedSnippetViewSet(SnippetViewSet):
    """The screens of a moderated snippet. Copying is off: Wagtail's screen for it writes to the original."""

    copy_view_enabled = False
    edit_view_class = ModeratedSnippetEditView


def register_moderated(viewset: type[ModeratedSnippetViewSet]) -> None:
    """Register a snippet whose workflow publishes it, so that no permission can."""
    register_permission_policy(viewset.model, RestrictedModelPolicy(viewset.model, {"publish"}))
    register_snippet(viewset)
