"""Puts the screens of the feedback inbox together, and its numbers on the dashboard."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from pages.feedback.models import FeedbackEntry

from .entry_list import EntryListView
from .entry_view import EntryForm, EntryView
from .redaction import RedactionView


class InboxMenuItem(MenuItem):
    """Shows how many safeguarding concerns wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(FeedbackEntry)
        return policy.user_has_any_permission(request.user, {"change", "view"})

    def render_component(self, request: HttpRequest) -> Any:
        """Render a copy of this item with the number in its label, because other requests share the item."""
        waiting = FeedbackEntry.objects.filter(state=FeedbackEntry.State.SAFEGUARDING).count()
        label = f"{self.label} ({waiting})" if waiting else self.label
        item = MenuItem(label, self.url, name=self.name, icon_name=self.icon_name, order=self.order)
        return item.render_component(request)


class FeedbackViewSet(ModelViewSet):
    """The screens of entries. They are no snippets, whose chooser would show entries to every user."""

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

    def get_form_class(self, for_update: bool = False) -> type[EntryForm]:
        """Return the form; entries are never created in the admin."""
        return EntryForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Drop the viewset's search options, so that those of the list apply."""
        options = super().get_index_view_kwargs(**kwargs)
        return {name: value for name, value in options.items() if not name.startswith("search_")}

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("redact/<int:pk>/", self.redact_view, name="redact")]

    @property
    def redact_view(self) -> Callable:
        return self.construct_view(RedactionView)

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """Let administrators grant these permissions only. Nobody adds or deletes entries."""
        codenames = [f"{action}_feedbackentry" for action in ("view", "change", "export")]
        return Permission.objects.filter(content_type__app_label="feedback", codename__in=codenames)


WAITING_STATES = [FeedbackEntry.State.SAFEGUARDING, FeedbackEntry.State.NEW, FeedbackEntry.State.IN_PROGRESS]


class FeedbackCountsPanel(Component):
    """Says how many entries the team has to deal with."""

    name = "feedback_counts"
    template_name = "feedback/admin/dashboard.html"
    order = 105

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        policy = policy_registry.get_by_type(FeedbackEntry)
        if not policy.user_has_any_permission(parent_context["request"].user, {"change", "view"}):
            return {}
        address = reverse("feedback:index")
        counts = [
            (state.label, FeedbackEntry.objects.filter(state=state).count(), f"{address}?state={state}")
            for state in WAITING_STATES
        ]
        return {"address": address, "counts": counts, "waiting": any(number for _, number, _ in counts)}


def add_feedback_counts(request: HttpRequest, panels: list[Component]) -> None:
    """Add the numbers to the dashboard."""
    panels.append(FeedbackCountsPanel())
