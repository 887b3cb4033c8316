"""Menu items that only some people see, and the addresses of reports."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.urls import URLPattern, path
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView

from pages.moderation.types import StaffRequest


class RestrictedMenuItem(MenuItem):
    """A menu item that is shown only to users for whom ``may_see`` returns True."""

    def __init__(self, may_see: Callable[[User], bool], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_see = may_see

    def is_shown(self, request: StaffRequest) -> bool:
        return self.may_see(request.user)


def report_urls(report: type[ReportView], address: str) -> list[URLPattern]:
    """Return the addresses of ``report``: its screen, and the results that its script requests."""
    return [
        path(address, report.as_view(), name=report.index_url_name),
        path(f"{address}results/", report.as_view(results_only=True), name=report.index_results_url_name),
    ]
