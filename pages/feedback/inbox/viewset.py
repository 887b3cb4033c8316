"""Puts the screens of the inbox together."""

from django.contrib.auth.models import Permission
from django.urls import path
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from pages.feedback.models import FeedbackEntry

from .editing import EntryForm, EntryView
from .listing import EntryListView
from .redaction import RedactionView


class InboxMenuItem(MenuItem):
    """Says how many safeguarding concerns wait."""

    def is_shown(self, request) -> bool:
        """Show it to those who may see entries."""
        policy = policy_registry.get_by_type(FeedbackEntry)
        return policy.user_has_any_permission(request.user, {"change", "view"})

    def render_component(self, request):
        """Add the number to the name; other people may see the same item at the same time."""
        waiting = FeedbackEntry.objects.filter(state=FeedbackEntry.State.SAFEGUARDING).count()
        label = f"{self.label} ({waiting})" if waiting else self.label
        item = MenuItem(label, self.url, name=self.name, icon_name=self.icon_name, order=self.order)
        return item.render_component(request)


class FeedbackViewSet(ModelViewSet):
    """The inbox. No snippet: its chooser would show entries to everyone who may sign in."""

    name = "feedback"
    model = FeedbackEntry
    icon = "comment"
    menu_label = "Feedback"
    menu_name = "feedback"
    menu_order = 300
    menu_item_class = InboxMenuItem
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = EntryListView
    edit_view_class = EntryView
    index_template_name = "feedback/admin/list.html"
    index_results_template_name = "feedback/admin/list_results.html"
    edit_template_name = EntryView.template_name

    def get_form_class(self, for_update=False):
        """Return the one form that there is."""
        return EntryForm

    def get_index_view_kwargs(self, **kwargs):
        """Leave search as the list itself defines it."""
        found = super().get_index_view_kwargs(**kwargs)
        return {name: value for name, value in found.items() if not name.startswith("search_")}

    def get_urlpatterns(self):
        """Add redaction."""
        return [*super().get_urlpatterns(), path("redact/<int:pk>/", self.redact_view, name="redact")]

    @property
    def redact_view(self):
        """Return the view that takes personal data out."""
        return self.construct_view(RedactionView)

    def get_permissions_to_register(self):
        """Let administrators grant what there is: nobody adds or deletes entries."""
        granted = [f"{action}_feedbackentry" for action in ("view", "change", "export")]
        return Permission.objects.filter(content_type__app_label="feedback", codename__in=granted)
