"""“You said, we did”: lines that start from an entry and are moderated like a page."""

from django.urls import reverse
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from pages.feedback.models import FeedbackEntry, Improvement
from pages.moderation.snippet_views import ModeratedSnippetEditView


class Titled(WagtailAdminTemplateMixin):
    """Gives the screen the heading that Wagtail's own template of snippets forgets."""

    def get_context_data(self, **kwargs):
        """Add the heading."""
        return {**super().get_context_data(**kwargs), "title": self.get_header_title()}


class ImprovementEditView(Titled, ModeratedSnippetEditView):
    """Changes a line."""


class ImprovementCreateView(Titled, CreateView):
    """Starts a line; of the entry that it comes from only the site is taken over, never the text."""

    def get_initial_form_instance(self):
        """Remember the entry and choose its site."""
        entry = self._entry()
        site = (entry and entry.site) or Site.find_for_request(self.request)
        return Improvement(entry=entry, site=site)

    def get_add_url(self) -> str:
        """Keep the entry when the form is sent."""
        entry = self._entry()
        address = reverse(self.add_url_name)
        return f"{address}?entry={entry.pk}" if entry else address

    def _entry(self) -> FeedbackEntry | None:
        """Return the entry that the address names, if there is one that the person may see."""
        number = self.request.GET.get("entry", "")
        if not number.isdecimal() or not self.request.user.has_perm("feedback.view_feedbackentry"):
            return None
        return FeedbackEntry.objects.filter(pk=int(number[:18])).first()


class ImprovementViewSet(SnippetViewSet):
    """Every line, published or not."""

    model = Improvement
    icon = "success"
    menu_label = "You said, we did"
    menu_order = 310
    add_to_admin_menu = True
    copy_view_enabled = False
    add_view_class = ImprovementCreateView
    edit_view_class = ImprovementEditView
    list_display = ["you_said", "we_did", "live"]
