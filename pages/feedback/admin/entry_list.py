"""The list of entries, the most urgent first."""

from typing import Any

from django.db.models import Case, QuerySet, When
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import Truncator
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, TitleColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.permissions import page_permission_policy

from pages.feedback.models import FeedbackEntry

from .export import EntryExportView
from .filters import EntryFilterSet

State = FeedbackEntry.State
EXCERPT_LENGTH = 140


def start_of_text(entry: FeedbackEntry) -> str:
    """Return the first words, isolated so that right-to-left text does not turn the line around."""
    return format_html("<bdi>{}</bdi>", Truncator(entry.text).chars(EXCERPT_LENGTH) or "No text")


class StateColumn(Column):
    """The state in words, and why the concern rules flagged the entry."""

    cell_template_name = "feedback/admin/state_cell.html"


class PageColumn(Column):
    """Links to the page and, for users who may change it, to its editor."""

    cell_template_name = "feedback/admin/page_cell.html"

    def get_cell_context_data(self, instance: FeedbackEntry, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, **page_links(instance, context["request"])}


def page_links(entry: FeedbackEntry, request: HttpRequest) -> dict[str, Any]:
    """Return the public address of the page, if it has one, and whether the user may change it."""
    page = entry.page
    if page is None:
        return {"entry": entry, "page_address": None, "may_edit_page": False}
    return {
        "entry": entry,
        "page_address": page.get_url(request) if page.live else None,
        "may_edit_page": page_permission_policy.user_has_permission_for_instance(
            request.user, "change", page
        ),
    }


class EntryListView(EntryExportView):
    """Safeguarding concerns first, then the newest. Spam comes last, and only if its filter is set."""

    model = FeedbackEntry
    filterset_class = EntryFilterSet
    search_fields = ["text", "page_path"]
    search_backend_name = None
    paginate_by = 50
    table_classname = "listing feedback-list"
    default_ordering = "-created_at"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="feedback"),
            TitleColumn(
                "text",
                label="What happened",
                accessor=start_of_text,
                classname="feedback-list__text",
                get_url=self.get_edit_url,
                get_title_id=lambda entry: f"feedback_{entry.pk}_title",
                width="30%",
            ),
            StateColumn("state", label="State", accessor="get_state_display", width="16%"),
            DateColumn("created_at", label="Received", sort_key="created_at"),
            Column("about", label="About", accessor="get_about_display"),
            Column("useful", label="Found it", accessor="get_useful_display"),
            PageColumn("page", label="Page", accessor="page_path"),
            Column(
                "assigned_to",
                label="Assigned to",
                accessor=assignee_name,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[FeedbackEntry]:
        return FeedbackEntry.objects.select_related("page", "assigned_to", "assigned_to__wagtail_userprofile")

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        urgency = Case(When(state=State.SAFEGUARDING, then=0), When(state=State.SPAM, then=2), default=1)
        return queryset.order_by(urgency, self.ordering, "-pk")

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Leave spam out unless states are chosen."""
        queryset = super().filter_queryset(queryset)
        chosen_states = self.filters.form.cleaned_data.get("state") if self.filters.is_valid() else None
        return queryset if chosen_states else queryset.exclude(state=State.SPAM)


def assignee_name(entry: FeedbackEntry) -> str:
    """Return the name of the colleague that the entry is assigned to."""
    return get_user_display_name(entry.assigned_to) if entry.assigned_to else "Nobody"
