"""Menu items that only some people see, and reports."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView

from pages.core.spreadsheets import escape_formula
from pages.moderation.types import StaffRequest


class RestrictedMenuItem(MenuItem):
    """A menu item that is shown only to users for whom ``may_see`` returns True."""

    def __init__(self, may_see: Callable[[User], bool], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_see = may_see

    def is_shown(self, request: StaffRequest) -> bool:
        return self.may_see(request.user)


class Report(ReportView):
    """A report to view and export; each names its ``permission_policy``, or everybody gets in."""

    permission_required = "view"
    is_searchable = False

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Keep spreadsheets from reading what was typed as a formula."""
        cell = super().preprocess_field_value(field, value, export_format)
        return escape_formula(cell) if isinstance(cell, str) else cell


def register_report(report: type[ReportView], address: str, may_read: Callable[[User], bool]) -> None:
    """Add ``report`` to the admin at ``address``, and to the menu of those who ``may_read`` it."""
    urls = [
        path(address, report.as_view(), name=report.index_url_name),
        path(f"{address}results/", report.as_view(results_only=True), name=report.index_results_url_name),
    ]
    hooks.register("register_admin_urls", lambda: urls)
    hooks.register(
        "register_reports_menu_item",
        lambda: RestrictedMenuItem(
            may_read,
            report.page_title,
            reverse(report.index_url_name),
            icon_name=report.header_icon,
            order=1000,
        ),
    )
