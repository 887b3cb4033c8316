"""Screens of moderated snippets."""

from wagtail.snippets.views.snippets import EditView, SnippetViewSet


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
