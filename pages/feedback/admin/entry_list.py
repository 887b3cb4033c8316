"""The list of entries, the most urgent first: filters, columns, export, and how an entry is changed."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.defaultfilters import pluralize
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import Truncator
from django_filters.fields import ModelChoiceField
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import (
    BulkActionsCheckboxColumn,
    Column,
    DateColumn,
    TitleColumn,
)
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views import generic
from wagtail.log_actions import LogFormatter, log
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from pages.core.text import escape_formula
from pages.feedback import concern_rules
from pages.feedback.forms import FeedbackForm
from pages.feedback.models import FeedbackEntry

LABELS_OF_ANSWERS = FeedbackForm.Meta.labels_for_staff
CHANGE_ACTION = "feedback.change"
REDACT_ACTION = "feedback.redact"
EXPORT_ACTION = "feedback.export"


def change_entry(pk: int, user: Any, **values: Any) -> bool:
    """Set ``values`` of ``state``, ``assigned_to`` and ``note``; return whether the entry changed.

    Only fields that differ are saved, on the current row: a text that somebody has
    redacted meanwhile must not come back.
    """
    with transaction.atomic():
        entry = FeedbackEntry.objects.select_for_update().filter(pk=pk).first()
        if entry is None:
            return False
        pairs = {name: (getattr(entry, name), value) for name, value in values.items()}
        changed = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        if not changed:
            return False
        # Of a note the log says only that it was changed; of a person it has the key.
        data = {}
        for name, pair in changed.items():
            data[name] = [getattr(value, "pk", value) for value in pair]
        if "note" in data:
            data["note"] = []
        for name in changed:
            setattr(entry, name, values[name])
        fields = list(changed)
        if "state" in changed:
            # The retention period starts again, and the team is told of each new
            # concern.
            entry.closed_at = None
            if entry.state == FeedbackEntry.State.SAFEGUARDING:
                entry.alerted_at = None
            fields += ["closed_at", "alerted_at"]
        entry.save(update_fields=fields)
        # A unique identifier, because the history shows only the last of several log
        # entries that share one.
        log(entry, CHANGE_ACTION, user=user, uuid=uuid.uuid4(), data=data)
    return True


def redact_entry(entry: FeedbackEntry, text: str, user: Any) -> None:
    """Replace what the reader wrote by ``text`` for good, in a transaction that has locked the row."""
    entry.text = text
    entry.redacted_at = timezone.now()
    entry.save(update_fields=["text", "redacted_at"])
    log(entry, REDACT_ACTION, user=user)


def register_log_actions(actions: Any) -> None:
    actions.register_action(CHANGE_ACTION)(ChangeFormatter)
    actions.register_action(
        REDACT_ACTION, "Remove personal data", "Personal data removed from the text"
    )
    actions.register_action(EXPORT_ACTION)(ExportFormatter)


class ChangeFormatter(LogFormatter):
    """“Status: New → Actioned. Assigned to Sam Lee. Note changed.”."""

    label = "Change feedback"

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        parts = []
        if "state" in data:
            names = dict(FeedbackEntry.State.choices)
            before, after = (names.get(value, value) for value in data["state"])
            parts.append(f"Status: {before} → {after}.")
        if "assigned_to" in data:
            assignee_id = data["assigned_to"][1]
            user = get_user_model().objects.filter(pk=assignee_id).first()
            if user:
                name = get_user_display_name(user)
            elif assignee_id:
                name = "someone whose account was deleted"
            else:
                name = "no one"
            parts.append(f"Assigned to {name}.")
        if "note" in data:
            parts.append("Note changed.")
        return " ".join(parts)


class ExportFormatter(LogFormatter):
    """“Exported 12 entries as CSV (state: new)”."""

    label = "Export feedback"

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        count = data["count"]
        filters = "; ".join(
            f"{name}: {value}" for name, value in sorted(data["filters"].items())
        )
        noun = pluralize(count, "entry,entries")
        return f"Exported {count} {noun} as {data['format'].upper()} ({filters or 'no filter'})"


def _describe_filter_value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, slice):
        start = _describe_day(value.start)
        return f"{start}–{_describe_day(value.stop)}"
    return str(getattr(value, "pk", value))


def _describe_day(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d}" if moment else ""


class PersonField(ModelChoiceField):
    """A choice of users by their display names."""

    def label_from_instance(self, obj: Any) -> str:
        return get_user_display_name(obj)


class PersonFilter(django_filters.ModelChoiceFilter):
    """Filters by the colleague, or nobody, that entries are assigned to."""

    field_class = PersonField


def _pages_with_feedback(request: HttpRequest) -> QuerySet[Page]:
    page_ids = FeedbackEntry.objects.filter(page__isnull=False).values("page")
    return Page.objects.filter(pk__in=page_ids, live=True).order_by("title")


def _boxes(
    name: str, label: str, choices: Iterable[tuple[str, str]]
) -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(
        field_name=name,
        label=label,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
    )


class FeedbackFilterSet(WagtailFilterSet):
    """Filters by state, subject, answer, page, date and colleague."""

    state = _boxes("state", "Status", FeedbackEntry.State.choices)
    page = django_filters.ModelChoiceFilter(
        label="Page", queryset=_pages_with_feedback, empty_label="All"
    )
    created_at = django_filters.DateFromToRangeFilter(
        label="Received", widget=DateRangePickerWidget
    )
    assigned_to = PersonFilter(
        label="Assigned to",
        queryset=lambda request: concern_rules.team_members().order_by("username"),
        empty_label="All",
        null_label="No one",
    )

    class Meta:
        model = FeedbackEntry
        fields: list[str] = []

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """Add a filter for each question of the form that has choices."""
        filters = super().get_filters()
        for name, label in LABELS_OF_ANSWERS.items():
            choices = FeedbackForm.base_fields[name].choices  # type: ignore[attr-defined]
            filters[name] = _boxes(name, label, choices)
        return filters


State = FeedbackEntry.State
EXCERPT_LENGTH = 140


def start_of_text(entry: FeedbackEntry) -> str:
    """Return the first words, isolated so that right-to-left text does not turn the line around."""
    return format_html(
        "<bdi>{}</bdi>", Truncator(entry.text).chars(EXCERPT_LENGTH) or "No text"
    )


class StateColumn(Column):
    """The state in words, and why the concern rules flagged the entry."""

    cell_template_name = "feedback/admin/state_cell.html"


class PageColumn(Column):
    """Links to the page and, for users who may change it, to its editor."""

    cell_template_name = "feedback/admin/page_cell.html"

    def get_cell_context_data(
        self, instance: FeedbackEntry, parent_context: Any
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, **page_links(instance, context["request"])}


def page_links(entry: FeedbackEntry, request: HttpRequest) -> dict[str, Any]:
    page = entry.page
    links = {"entry": entry, "page_address": None, "may_edit_page": False}
    if page:
        links["may_edit_page"] = (
            page_permission_policy.user_has_permission_for_instance(
                request.user, "change", page
            )
        )
    if page and page.live:
        links["page_address"] = page.get_url(request)
    return links


class EntryListView(generic.IndexView):
    """Safeguarding concerns first, then the newest.

    Spam comes last, and only if its filter is set.
    """

    model = FeedbackEntry
    filterset_class = FeedbackFilterSet
    paginate_by = 50
    table_classname = "listing feedback-list"
    default_ordering = "-created_at"
    export_headings = {
        "created_at": "Received",
        "get_state_display": "Status",
        **{f"get_{name}_display": label for name, label in LABELS_OF_ANSWERS.items()},
        "text": "What happened",
        "page_path": "Page",
        "closed_at": "Closed",
    }
    list_export = list(export_headings)

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Refuse to export without the permission, even if somebody types the address."""
        if self.is_export and not self.show_export_buttons:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def show_export_buttons(self) -> bool:
        return self.user_has_permission("export")

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> str:
        if field in {"created_at", "closed_at"}:
            return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""
        return escape_formula(value)

    def stream_csv(self, queryset: QuerySet) -> Iterator[Any]:
        """Begin the file with a byte order mark, without which Excel does not recognise UTF-8."""
        yield "\ufeff".encode()
        yield from super().stream_csv(queryset)

    def as_spreadsheet(
        self, queryset: QuerySet, spreadsheet_format: str
    ) -> HttpResponseBase:
        values = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        filters = {
            name: _describe_filter_value(value)
            for name, value in values.items()
            if value
        }
        if self.is_searching:
            filters["search"] = "yes"  # not for what: that may be somebody's name
        inbox = FeedbackEntry(pk=0)  # no single entry was exported
        data = {
            "count": queryset.count(),
            "format": spreadsheet_format,
            "filters": filters,
        }
        log(inbox, EXPORT_ACTION, user=self.request.user, title="Feedback", data=data)
        return super().as_spreadsheet(queryset, spreadsheet_format)

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
            StateColumn(
                "state", label="Status", accessor="get_state_display", width="16%"
            ),
            DateColumn("created_at", label="Received", sort_key="created_at"),
            *(
                Column(name, label=label, accessor=f"get_{name}_display", width="13%")
                for name, label in LABELS_OF_ANSWERS.items()
            ),
            PageColumn("page", label="Page", accessor="page_path"),
            Column(
                "assigned_to",
                label="Assigned to",
                accessor=lambda entry: (
                    get_user_display_name(entry.assigned_to) or "No one"
                ),
            ),
        ]

    def get_base_queryset(self) -> QuerySet[FeedbackEntry]:
        return FeedbackEntry.objects.select_related(
            "page", "assigned_to", "assigned_to__wagtail_userprofile"
        )

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        urgency = Case(
            When(state=State.SAFEGUARDING, then=0),
            When(state=State.SPAM, then=2),
            default=1,
        )
        return queryset.order_by(urgency, self.ordering, "-pk")

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        queryset = super().filter_queryset(queryset)
        chosen_states = None
        if self.filters.is_valid():
            chosen_states = self.filters.form.cleaned_data.get("state")
        return queryset if chosen_states else queryset.exclude(state=State.SPAM)
