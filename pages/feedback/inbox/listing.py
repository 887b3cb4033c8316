"""The list of entries: what is urgent comes first."""

from django.db.models import Case, When
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import Truncator
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, TitleColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.permissions import page_permission_policy

from pages.feedback.models import FeedbackEntry

from .export import ExportView
from .filters import EntryFilterSet

State = FeedbackEntry.State
START_LENGTH = 140


def start_of_text(entry: FeedbackEntry) -> str:
    """Return the first words, kept from turning the line around them to the right."""
    return format_html("<bdi>{}</bdi>", Truncator(entry.text).chars(START_LENGTH) or "No text")


class StateColumn(Column):
    """The state in words, and why word rules flagged the entry."""

    cell_template_name = "feedback/admin/state_cell.html"


class PageColumn(Column):
    """Links to the page and, for those who may change it, to its editor."""

    cell_template_name = "feedback/admin/page_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        """Add the links."""
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, **page_links(instance, context["request"])}


def page_links(entry: FeedbackEntry, request) -> dict:
    """Return the page's public address, if it has one, and whether the person may change it."""
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


class EntryListView(ExportView):
    """Safeguarding concerns, then the rest, newest first; spam last, and only where it is asked for."""

    model = FeedbackEntry
    filterset_class = EntryFilterSet
    search_fields = ["text", "page_path"]
    search_backend_name = None
    paginate_by = 50
    table_classname = "listing feedback-list"
    default_ordering = "-created_at"

    @cached_property
    def columns(self):
        """Return what is shown of each entry."""
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
            Column(
                "useful", label="Found it", accessor="get_useful_display", classname="feedback-list__useful"
            ),
            PageColumn("page", label="Page", accessor="page_path"),
            Column(
                "assigned_to", label="Assigned to", accessor=assignee, classname="feedback-list__assigned"
            ),
        ]

    def get_base_queryset(self):
        """Fetch what each line shows at once."""
        return FeedbackEntry.objects.select_related("page", "assigned_to", "assigned_to__wagtail_userprofile")

    def order_queryset(self, queryset):
        """Put what is urgent first, whatever order is asked for."""
        urgency = Case(When(state=State.SAFEGUARDING, then=0), When(state=State.SPAM, then=2), default=1)
        return queryset.order_by(urgency, self.ordering, "-pk")

    def filter_queryset(self, queryset):
        """Leave spam out unless it is asked for."""
        queryset = super().filter_queryset(queryset)
        asked_for = self.filters.form.cleaned_data.get("state") if self.filters.is_valid() else None
        return queryset if asked_for else queryset.exclude(state=State.SPAM)


def assignee(entry: FeedbackEntry) -> str:
    """Return who has taken the entry on."""
    return get_user_display_name(entry.assigned_to) if entry.assigned_to else "Nobody"
