"""Items of the menus for some people, and where reports stand."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView


class MenuItemFor(MenuItem):
    """Shows to those of whom ``may_see`` says so."""

    def __init__(self, may_see: Callable[[Any], bool], *args: Any, **options: Any):
        """Take what any item takes, too."""
        super().__init__(*args, **options)
        self.may_see = may_see

    def is_shown(self, request):
        """Ask."""
        return self.may_see(request.user)


def report_addresses(report: type[ReportView], address: str) -> list[URLPattern]:
    """Return the addresses of ``report``: its screen, and the results that its script asks for."""
    return [
        path(address, report.as_view(), name=report.index_url_name),
        path(f"{address}results/", report.as_view(results_only=True), name=report.index_results_url_name),
    ]
