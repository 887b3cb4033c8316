"""The report of purges that failed: until they succeed, somebody may see what is no longer public."""

from django.urls import reverse
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from pages.http_cache.models import Purge
from pages.http_cache.purging import failing
from pages.moderation.rules.permissions import ReportPolicy
from pages.moderation.rules.roles import administers

from .menus import MenuItemFor, report_addresses

NAME = "failing_purges"


class FailingPurgesReport(ReportView):
    """What some store has not forgotten, and what it said; the worker tries again."""

    page_title = "Purges that failed"
    header_icon = "warning"
    index_url_name = NAME
    index_results_url_name = f"{NAME}_results"
    permission_policy = ReportPolicy(Purge, administers)
    permission_required = "view"
    is_searchable = False
    columns = [
        DateColumn("created_at", label="Since"),
        Column("attempts", label="Attempts"),
        Column("error", label="What went wrong"),
        Column("__str__", label="Keys"),
    ]
    list_export: list[str] = []

    def get_queryset(self):
        """Return them, the oldest first."""
        return failing().order_by("pk")


def addresses_of_failing_purges() -> list:
    """Return the addresses of the report, under those of the admin."""
    return report_addresses(FailingPurgesReport, "reports/failing-purges/")


def failing_purges_menu_item() -> MenuItemFor:
    """Return the report's entry in the menu of reports."""
    return MenuItemFor(administers, "Purges that failed", reverse(NAME), icon_name="warning", order=1100)
