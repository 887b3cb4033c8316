"""Adds the report of cookie choices to the admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from pages.moderation.desk.menus import register_report

from .consent_records import CookieChoicesReport

register_report(CookieChoicesReport, "reports/cookie-choices/")


@hooks.register("register_permissions")
def register_report_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="cookies", codename="view_consentrecord")
