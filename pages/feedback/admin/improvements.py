"""Screens for lines of “You said, we did”, which can start from an entry and are moderated like a page."""

from django.urls import reverse
from wagtail.permissions import policy_registry

from pages.core.stored_links import parse_key
from pages.feedback.models import FeedbackEntry, Improvement
from pages.moderation.desk.editor import PUBLIC_STATE, AddSnippet, ModeratedSnippetViewSet


class ImprovementAddView(AddSnippet):
    """Starts a line. It refers to the entry it comes from, but does not copy its text."""

    def get_initial_form_instance(self) -> Improvement:
        return Improvement(entry=self._entry())

    def get_add_url(self) -> str:
        entry = self._entry()
        address = reverse(self.add_url_name)
        return f"{address}?entry={entry.pk}" if entry else address

    def _entry(self) -> FeedbackEntry | None:
        """Return the entry that the query parameter names, if the user may see it."""
        policy = policy_registry.get_by_type(FeedbackEntry)
        visible_entries = policy.instances_user_has_permission_for(self.request.user, "view")
        return visible_entries.filter(pk=parse_key(self.request.GET.get("entry"))).first()


class ImprovementViewSet(ModeratedSnippetViewSet):
    """The screens of lines, published or not."""

    model = Improvement
    icon = "success"
    menu_label = "You said, we did"
    menu_order = 310
    add_to_admin_menu = True
    add_view_class = ImprovementAddView
    list_display = ["you_said", "we_did", PUBLIC_STATE]
