"""The report of purges that failed: until they succeed, somebody may see what is no longer public."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from pages.moderation.desk.menus import MenuItemFor, report_addresses
from pages.moderation.permissions import ReportPolicy
from pages.moderation.roles import administers

from .models import Purge
from .purging import failing

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


ADDRESS = "reports/failing-purges/"
hooks.register("register_admin_urls", lambda: report_addresses(FailingPurgesReport, ADDRESS))


@hooks.register("register_reports_menu_item")
def failing_purges_in_the_menu():
    """Add the report to the menu."""
    return MenuItemFor(administers, "Purges that failed", reverse(NAME), icon_name="warning", order=1100)
