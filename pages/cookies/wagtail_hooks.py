"""Adds the report of cookie choices to the admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import reverse
from wagtail import hooks

from pages.moderation.desk.menus import RestrictedMenuItem, report_urls

from .consent_records import CookieChoicesReport


@hooks.register("register_reports_menu_item")
def add_report_to_menu() -> RestrictedMenuItem:
    return RestrictedMenuItem(
        lambda user: user.has_perm("cookies.view_consentrecord"),
        "Cookie choices",
        reverse("cookie_choices_report"),
        icon_name="clipboard-list",
        order=1000,
    )


hooks.register("register_admin_urls", lambda: report_urls(CookieChoicesReport, "reports/cookie-choices/"))


@hooks.register("register_permissions")
def register_report_permission() -> QuerySet[Permission]:
    """Let administrators grant the permission to see the report."""
    return Permission.objects.filter(content_type__app_label="cookies", codename="view_consentrecord")
