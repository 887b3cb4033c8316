"""Counts and reports the recorded choices, and deletes records that have expired."""

import datetime

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone
from wagtail.admin.ui.tables import Column

from pages.moderation.desk.menus import Report

from .models import ConsentRecord

RETENTION_PERIOD = datetime.timedelta(days=2 * 365)
"""A choice is valid for a year. Its record is kept for another year."""


def delete_expired_records() -> int:
    """Delete the records that are older than ``RETENTION_PERIOD``; return how many."""
    deleted, _ = ConsentRecord.objects.filter(date__lt=timezone.localdate() - RETENTION_PERIOD).delete()
    return deleted


COUNTS = {
    "choices": Count("pk"),
    "preferences_accepted": Count("pk", filter=Q(preferences=True)),
    "preferences_rejected": Count("pk", filter=Q(preferences=False)),
    "statistics_accepted": Count("pk", filter=Q(statistics=True)),
    "statistics_rejected": Count("pk", filter=Q(statistics=False)),
}


def choices_by_week() -> QuerySet:
    """Return the number of choices for each week (from Monday) by group and answer, newest week first."""
    weeks = ConsentRecord.objects.annotate(week=TruncWeek("date")).values("week")
    return weeks.annotate(**COUNTS).order_by("-week")


class CookieChoicesReport(Report):
    """How many readers accepted and rejected each group, by week."""

    page_title = "Cookie choices by week"
    header_icon = "clipboard-list"
    export_filename = "cookie-choices-by-week"
    index_url_name = "cookie_choices_report"
    columns = [
        Column("week", label="Week from"),
        *(Column(name, label=name.replace("_", " ").capitalize()) for name in COUNTS),
    ]

    @staticmethod
    def opens_to(user: User) -> bool:
        return user.has_perm("cookies.view_consentrecord")

    def get_queryset(self) -> QuerySet:
        return choices_by_week()
