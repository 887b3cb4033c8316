"""The report of the log of decisions, with filters and exports."""

from typing import Any

import django_filters
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from pages.core.spreadsheets import escape_formula
from pages.moderation.records.decision import Decision
from pages.moderation.rules import roles
from pages.moderation.rules.permissions import ReportPolicy


def may_read_log(user: User) -> bool:
    """Tell whether ``user`` has a role that makes decisions, or is a superuser."""
    return user.is_superuser or roles.has_role(user, *roles.ROLES_TO_CONFIRM)


class DecisionFilterSet(WagtailFilterSet):
    """Filters by time, decision, person, role, object, revision and reason."""

    decided_at = django_filters.DateFromToRangeFilter(label="When", widget=DateRangePickerWidget)
    action = django_filters.MultipleChoiceFilter(label="Decision", choices=Decision.Action.choices)
    actor = django_filters.CharFilter(label="Who", lookup_expr="icontains")
    role = django_filters.CharFilter(label="Role", lookup_expr="icontains")
    object_name = django_filters.CharFilter(label="What", lookup_expr="icontains")
    revision_id = django_filters.NumberFilter(label="Revision")
    reason = django_filters.CharFilter(label="Reason", lookup_expr="icontains")

    class Meta:
        model = Decision
        fields = ["decided_at", "action", "actor", "role", "object_name", "revision_id", "reason"]


def _redaction_address(decision: Decision) -> str | None:
    """Return the address at which the versions of a deleted object can be redacted: it has no editor."""
    if decision.action != Decision.Action.DELETED:
        return None
    return reverse("moderation:redact", args=[decision.model, decision.object_id])


class DecisionReport(ReportView):
    """Lists every decision: who made it, in which role, when, about which revision, and why."""

    model = Decision
    page_title = "Log of decisions"
    header_icon = "history"
    index_url_name = "moderation:log"
    index_results_url_name = "moderation:log_results"
    permission_policy = ReportPolicy(Decision, may_read_log)
    permission_required = "view"
    filterset_class = DecisionFilterSet
    is_searchable = False
    default_ordering = ("-decided_at", "-pk")
    columns = [
        DateColumn("decided_at", label="When", sort_key="decided_at", width="12%"),
        Column("get_action_display", label="Decision"),
        TitleColumn("object_name", label="What", get_url=_redaction_address),
        Column("actor", label="Who"),
        Column("role", label="Role"),
        Column("revision_id", label="Revision"),
        Column("reason", label="Reason"),
    ]
    list_export = [column.name for column in columns]
    export_headings = {column.name: column.label for column in columns}

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Keep spreadsheets from reading typed text as a formula."""
        cell = super().preprocess_field_value(field, value, export_format)
        return escape_formula(cell) if isinstance(cell, str) else cell

    def get_filename(self) -> str:
        """Name the exported file after today's date in Europe/London."""
        return f"decisions-{timezone.localdate():%Y-%m-%d}"
