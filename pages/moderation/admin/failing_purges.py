"""The report of failed purges: until they succeed, readers may see what is no longer public."""

from django.db.models import QuerySet
from django.urls import URLPattern, reverse
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from pages.http_cache.models import Purge
from pages.http_cache.purging import failing_purges
from pages.moderation.rules.permissions import ReportPolicy
from pages.moderation.rules.roles import is_site_administrator

from .menus import RestrictedMenuItem, report_urls

NAME = "failing_purges"


class FailingPurgesReport(ReportView):
    """Lists the purges that a cache has not carried out, with its error; the worker tries again."""

    page_title = "Purges that failed"
    header_icon = "warning"
    index_url_name = NAME
    index_results_url_name = f"{NAME}_results"
    permission_policy = ReportPolicy(Purge, is_site_administrator)
    permission_required = "view"
    is_searchable = False
    columns = [
        DateColumn("created_at", label="Since"),
        Column("attempts", label="Attempts"),
        Column("error", label="What went wrong"),
        Column("__str__", label="Keys"),
    ]
    list_export: list[str] = []

    def get_queryset(self) -> QuerySet[Purge]:
        """Return the failed purges, oldest first."""
        return failing_purges().order_by("pk")


def failing_purges_urls() -> list[URLPattern]:
    """Return the addresses of the report, below those of the admin."""
    return report_urls(FailingPurgesReport, "reports/failing-purges/")


def failing_purges_menu_item() -> RestrictedMenuItem:
    """Return the report's item in the menu of reports."""
    return RestrictedMenuItem(
        is_site_administrator, "Purges that failed", reverse(NAME), icon_name="warning", order=1100
    )
