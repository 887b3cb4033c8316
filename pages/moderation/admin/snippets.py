"""Screens of moderated snippets."""

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from pages.moderation.rules.permissions import PolicyWithLimits


class ModeratedSnippetEditView(EditView):
    """The editor of a snippet, where approving is no change.

    Wagtail's saves a revision with every approval, which would make whoever approves an author of what
    they approve, so that nobody could. Its editor of pages does not.
    """

    def save_instance(self):
        """Save what was changed; nothing, if somebody only approves or asks for changes."""
        if self.action == "workflow-action" and not self.form.has_changed():
            self.new_revision = None
            return self.object
        return super().save_instance()


class ModeratedSnippetViewSet(SnippetViewSet):
    """The screens of a moderated snippet. None is copied: Wagtail's screen for it writes to the original."""

    copy_view_enabled = False
    edit_view_class = ModeratedSnippetEditView


def register_moderated(viewset: type[ModeratedSnippetViewSet]) -> None:
    """Add the screens of a snippet that no permission publishes: its workflow does."""
    register_permission_policy(viewset.model, PolicyWithLimits(viewset.model, {"publish"}))
    register_snippet(viewset)
