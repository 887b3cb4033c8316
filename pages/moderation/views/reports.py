"""The reports of the audit log, and of PDFs without an HTML version."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import django_filters
from django.contrib.auth.models import User
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, Table, TitleColumn
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pages.moderation.approval import roles
from pages.moderation.approval.audit_log import (
    REDACTED_TEXT,
    AgreementDetails,
    AuditLogEntry,
)

from .base import AdminReport
from .editor import parent_titles

ADMINISTRATION = {AuditLogEntry.Action.PEOPLE}
"""Decisions of which one act may write several down."""
ONE_ACT = timedelta(seconds=2)
"""Entries of the same person that are not further apart were written by the same request."""
MOST_LINES = 10


class AuditLogFilterSet(WagtailFilterSet):
    """Filters by time, decision, person, role, object, revision and reason."""

    decided_at = django_filters.DateFromToRangeFilter(
        label="When", widget=DateRangePickerWidget
    )
    action = django_filters.MultipleChoiceFilter(
        label="Action", choices=AuditLogEntry.Action.choices
    )
    actor = django_filters.CharFilter(label="Who", lookup_expr="icontains")
    role = django_filters.CharFilter(label="Role", lookup_expr="icontains")
    object_name = django_filters.CharFilter(label="What", lookup_expr="icontains")
    revision_id = django_filters.NumberFilter(label="Revision")
    reason = django_filters.CharFilter(label="Reason", lookup_expr="icontains")

    class Meta:
        model = AuditLogEntry
        fields: list[str] = []


def _address(decision: AuditLogEntry) -> str | None:
    """Return where the versions of a deleted object can be redacted, or the letter of an agreement is."""
    match decision.action:
        case AuditLogEntry.Action.DELETED:  # it has no editor
            return reverse(
                "moderation:redact", args=[decision.model, decision.object_id]
            )
        case AuditLogEntry.Action.AGREED:
            key = decision.details(AgreementDetails).agreement
            return reverse("moderation:agreement_document", args=[key])
        case _:
            return None


def name_with_parents(decisions: Iterable[Any]) -> None:
    """Set ``full_name``: the name that was written down, and of some pages the page above, as it is now."""
    decided = [
        decision for decision in decisions if decision.model == Page._meta.label_lower
    ]
    titles = parent_titles(decision.object_id for decision in decided)
    for decision in decisions:
        name = decision.object_name
        parent = titles.get(decision.object_id) if decision in decided else None
        if parent and name != REDACTED_TEXT:
            decision.full_name = f"{name} ({parent})"
        else:
            decision.full_name = name


def group_changes(decisions: Iterable[Any]) -> list[Any]:
    """Return one entry for each act, with the others as its lines: saving a form may change many rows."""
    grouped: list[Any] = []
    for decision in decisions:
        if grouped and _is_same_act(grouped[-1], decision):
            grouped[-1].lines.append(decision)
        else:
            decision.lines = [decision]
            grouped.append(decision)
    return grouped


def _is_same_act(first: AuditLogEntry, other: AuditLogEntry) -> bool:
    same_person = (first.actor_id, first.role) == (other.actor_id, other.role)
    is_administration = {first.action, other.action} <= ADMINISTRATION
    return (
        same_person
        and is_administration
        and abs(first.decided_at - other.decided_at) < ONE_ACT
    )


class ActColumn(Column):
    """What was decided about what; one line for each entry of the same act, after ten only their number."""

    cell_template_name = "moderation/log_act_cell.html"

    def get_cell_context_data(
        self, instance: Any, parent_context: Any
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        lines = [
            (line.words, line.full_name, _address(line)) for line in instance.lines
        ]
        return {**context, "lines": lines[:MOST_LINES], "more": len(lines[MOST_LINES:])}


class AuditLogReport(AdminReport):
    """Lists every decision: who made it, in which role, when, about which revision, and why."""

    model = AuditLogEntry
    page_title = "Audit log"
    header_icon = "history"
    index_url_name = "decision_log"
    order_in_menu = 50
    filterset_class = AuditLogFilterSet
    default_ordering = ("-decided_at", "-pk")
    columns = [
        DateColumn("decided_at", label="When", sort_key="decided_at", width="12%"),
        ActColumn("act", label="Action", width="40%"),
        Column(
            "actor",
            label="Who",
            accessor=lambda decision: decision.actor or "The system",
        ),
        Column("role", label="Role"),
        Column("revision_id", label="Revision"),
        Column("reason", label="Reason"),
    ]
    export_headings = {
        "decided_at": "When",
        "words": "Action",
        "full_name": "What",
        "actor": "Who",
        "role": "Role",
        "revision_id": "Revision",
        "reason": "Reason",
    }
    list_export = list(export_headings)

    @staticmethod
    def opens_to(user: User) -> bool:
        return user.is_superuser or roles.has_role(user, *roles.ROLES_TO_CONFIRM)

    def get_table(self, object_list: Iterable[AuditLogEntry]) -> Table:
        decisions = list(object_list)
        name_with_parents(decisions)
        return super().get_table(group_changes(decisions))

    def as_spreadsheet(
        self, queryset: QuerySet[AuditLogEntry], spreadsheet_format: str
    ) -> HttpResponseBase:
        decisions = list(queryset)
        name_with_parents(decisions)
        return super().as_spreadsheet(decisions, spreadsheet_format)

    def get_filename(self) -> str:
        return f"audit-log-{timezone.localdate():%Y-%m-%d}"


class PdfReport(AdminReport):
    """PDFs without an HTML version; those without a recorded reason come first."""

    page_title = "PDFs without an HTML version"
    header_icon = "doc-full"
    export_filename = "pdfs-without-an-html-version"
    index_url_name = "pdf_report"
    opens_to = staticmethod(roles.may_see_sets)
    columns = [
        TitleColumn("title", label="Document", url_name="wagtaildocs:edit"),
        Column(
            "reason",
            label="Reason",
            accessor=lambda pdf: pdf.reason or "No reason recorded",
        ),
        DateColumn("created_at", label="Added"),
    ]

    def get_queryset(self) -> Any:
        policy = policy_registry.get_by_type(get_document_model())
        documents = policy.instances_user_has_any_permission_for(
            self.request.user, ["add", "change"]
        )
        pdfs = documents.filter(file__iendswith=".pdf", html_equivalent__page=None)
        reason = Coalesce("html_equivalent__exception", Value(""))
        return pdfs.annotate(reason=reason).order_by("reason", "title")
