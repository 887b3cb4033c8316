"""Wagtail's reports, limited to the sites of whoever reads them.

What they list of pages limits itself by permissions, but not the people that their filters offer. The site
history shows what is no page to those only who work for the whole installation.
"""

from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.forms import CheckboxSelectMultiple
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.views.pages import listing
from wagtail.admin.views.reports import audit_logging, locked_pages, page_types_usage, workflows
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import PageLogEntry, TaskState, WorkflowState
from wagtail.permissions import page_permission_policy

from pages.moderation import scope, teams


def _sites(user) -> list:
    return [*([None] if teams.works_everywhere(user) else []), *teams.sites_of(user)]


def workflow_states(request):
    """Return the submissions on the person's sites."""
    return WorkflowState.objects.filter(scope.workflow_states_of(_sites(request.user)))


def _people(ids):
    users = get_user_model()
    return users.objects.filter(pk__in=ids).order_by(users.USERNAME_FIELD)


class WorkflowFilters(workflows.WorkflowReportFilterSet):
    """Offers the submitters on the person's sites."""

    requested_by = django_filters.ModelChoiceFilter(
        field_name="requested_by",
        queryset=lambda request: _people(workflow_states(request).values("requested_by")),
    )


class WorkflowReport(workflows.WorkflowView):
    """Every submission on the person's sites."""

    filterset_class = WorkflowFilters

    def get_queryset(self):
        """Return them, of pages and of wording and the like."""
        return (
            workflow_states(self.request)
            .select_related("workflow", "requested_by")
            .prefetch_related("content_object", "content_object__latest_revision")
            .order_by("-created_at")
        )


class WorkflowTasksReport(workflows.WorkflowTasksView):
    """Every step on the person's sites."""

    def get_queryset(self):
        """Return them, of pages and of wording and the like."""
        return (
            TaskState.objects.filter(scope.task_states_of(_sites(self.request.user)))
            .select_related("workflow_state", "task")
            .prefetch_related(
                "workflow_state__content_object", "workflow_state__content_object__latest_revision"
            )
            .order_by("-started_at")
        )


class LockedPagesFilters(locked_pages.LockedPagesReportFilterSet):
    """Offers those who locked a page that the person may change."""

    locked_by = django_filters.ModelChoiceFilter(
        field_name="locked_by",
        empty_label="Anyone",
        queryset=lambda request: _people(
            page_permission_policy.instances_user_has_permission_for(request.user, "change")
            .filter(locked=True)
            .order_by()
            .values("locked_by")
        ),
    )


class LockedPagesReport(locked_pages.LockedPagesView):
    """The locked pages that the person may change, and their own locks."""

    filterset_class = LockedPagesFilters


class SiteHistoryFilters(audit_logging.SiteHistoryReportFilterSet):
    """Offers those who did what the person can see."""

    def get_users_queryset(self):
        """Return them; Wagtail asks for everyone here."""
        return audit_logging.get_users_for_filter(self.request.user)


class SiteHistoryReport(audit_logging.LogEntriesView):
    """What was done to the pages that the person can see."""

    filterset_class = SiteHistoryFilters


class PageFilters(listing.GenericPageFilterSet):
    """The filters beside any list of pages, with the people and the sites of those pages only."""

    owner = MultipleUserFilter(
        label="Owner",
        queryset=lambda request: _people(_pages(request).values("owner")),
        widget=CheckboxSelectMultiple,
    )
    edited_by = listing.EditedByFilter(
        label="Edited by",
        queryset=lambda request: _people(
            PageLogEntry.objects.filter(action="wagtail.edit", page__in=_pages(request).values("pk"))
            .order_by()
            .values("user")
        ),
        widget=CheckboxSelectMultiple,
    )
    site = listing.SiteFilter(
        label="Site", queryset=lambda request: teams.sites_of(request.user), widget=CheckboxSelectMultiple
    )


def _pages(request):
    return page_permission_policy.explorable_instances(request.user).order_by()


class PagesViewSet(PageViewSet):
    """The screens of every page, of which lists take these filters."""

    filterset_class = PageFilters


class PageTypesUsageReport(page_types_usage.PageTypesUsageReportView):
    """Counts the pages of every force, so it is for those who work for all of them."""

    def dispatch(self, request, *args, **kwargs):
        """Refuse everyone else."""
        if not teams.works_everywhere(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


REPORTS: dict[str, Any] = {
    "workflow": WorkflowReport,
    "workflow_tasks": WorkflowTasksReport,
    "locked": LockedPagesReport,
    "site-history": SiteHistoryReport,
    "page-types-usage": PageTypesUsageReport,
}
# These stand before Wagtail's own addresses, which go on giving them their names.
urlpatterns = [
    path(f"reports/{name}/{part}", require_admin_access(view.as_view(results_only=bool(part))))
    for name, view in REPORTS.items()
    for part in ("", "results/")
]
