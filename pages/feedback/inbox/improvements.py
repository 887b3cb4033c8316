"""“You said, we did”: lines that start from an entry and are moderated like a page."""

from django.urls import reverse
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import CreateView

from pages.feedback.models import FeedbackEntry, Improvement
from pages.moderation.admin.snippets import ModeratedSnippetEditView, ModeratedSnippetViewSet


class Titled(WagtailAdminTemplateMixin):
    """Gives the screen the heading that Wagtail's own template of snippets forgets."""

    def get_context_data(self, **kwargs):
        """Add the heading."""
        return {**super().get_context_data(**kwargs), "title": self.get_header_title()}


class ImprovementEditView(Titled, ModeratedSnippetEditView):
    """Changes a line."""


class ImprovementCreateView(Titled, CreateView):
    """Starts a line; the entry that it comes from is remembered, its text not taken over."""

    def get_initial_form_instance(self):
        """Remember the entry."""
        return Improvement(entry=self._entry())

    def get_add_url(self) -> str:
        """Keep the entry when the form is sent."""
        entry = self._entry()
        address = reverse(self.add_url_name)
        return f"{address}?entry={entry.pk}" if entry else address

    def _entry(self) -> FeedbackEntry | None:
        """Return the entry that the address names, if there is one that the person may see."""
        number = self.request.GET.get("entry", "")
        if not number.isdecimal():
            return None
        seen = policy_registry.get_by_type(FeedbackEntry).instances_user_has_permission_for
        return seen(self.request.user, "view").filter(pk=int(number[:18])).first()


class ImprovementViewSet(ModeratedSnippetViewSet):
    """Every line, published or not."""

    model = Improvement
    icon = "success"
    menu_label = "You said, we did"
    menu_order = 310
    add_to_admin_menu = True
    add_view_class = ImprovementCreateView
    edit_view_class = ImprovementEditView
    list_display = ["you_said", "we_did", "live"]
