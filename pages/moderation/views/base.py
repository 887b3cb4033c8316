"""What screens, reports and menu items of the CMS have in common."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from pages.moderation.approval.roles import StaffRequest


class RestrictedMenuItem(MenuItem):
    """A menu item that is shown only to users for whom ``may_see`` returns True."""

    def __init__(
        self, may_see: Callable[[User], bool], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.may_see = may_see

    def is_shown(self, request: StaffRequest) -> bool:
        return self.may_see(request.user)


class RestrictedView(WagtailAdminTemplateMixin):
    """A screen for those whom ``opens_to`` names, unless ``may_open`` has another rule."""

    request: Any
    """A ``StaffRequest``; Django's views say that it is any request."""
    opens_to: Callable[[User], bool]

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not self.may_open():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_open(self) -> bool:
        return self.opens_to(self.request.user)


class AdminView(RestrictedView):
    """A screen of ours, whose breadcrumbs end in its title."""

    heading_names_subject = True
    """Whether the heading names what the screen is about; if not, the template does."""

    def level_above(self) -> list[dict[str, str]]:
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        subject = self.page_subtitle if self.heading_names_subject else ""
        here = {"url": "", "label": self.page_title, "sublabel": subject}
        return [*super().get_breadcrumbs_items(), *self.level_above(), here]


class AdminReport(RestrictedView, ReportView):
    """A report to view and export, whose file has the columns of the screen unless it names others."""

    is_searchable = False
    order_in_menu = 1000

    @property
    def index_results_url_name(self) -> str:
        return f"{self.index_url_name}_results"

    @property
    def list_export(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def export_headings(self) -> dict[str, str]:
        return {column.name: column.label for column in self.columns}


DONE_BY_COMMANDS = {"collections", "groups", "sites", "workflows", "workflow-tasks"}


def leave_out_what_commands_do(request: HttpRequest, items: list[MenuItem]) -> None:
    """Lead to no screen of Wagtail that changes what only ``manage.py administer`` changes."""
    items[:] = [item for item in items if item.name not in DONE_BY_COMMANDS]


def add_menu_item(
    menu: str, may_see: Callable[[User], bool], label: str, screen: str, **options: Any
) -> None:
    """Add an item that leads to ``screen`` to one of the menus: ``admin``, ``reports`` or ``settings``."""
    hooks.register(
        f"register_{menu}_menu_item",
        lambda: RestrictedMenuItem(may_see, label, reverse(screen), **options),
    )


def register_report(report: type[AdminReport], address: str) -> None:
    """Add ``report`` to the admin at ``address``, and to the menu of those to whom it opens."""
    name = report.index_url_name
    icon = report.header_icon
    order = report.order_in_menu
    addresses = [
        path(address, report.as_view(), name=name),
        path(
            f"{address}results/",
            report.as_view(results_only=True),
            name=f"{name}_results",
        ),
    ]
    hooks.register("register_admin_urls", lambda: addresses)
    add_menu_item(
        "reports", report.opens_to, report.page_title, name, icon_name=icon, order=order
    )
