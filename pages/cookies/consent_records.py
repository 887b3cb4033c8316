"""Counts the recorded choices, and deletes records that have expired."""

import datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone

from .models import ConsentRecord

RETENTION_PERIOD = datetime.timedelta(days=2 * 365)
"""A choice is valid for a year. Its record is kept for another year."""


def expired_records() -> QuerySet[ConsentRecord]:
    """Return the records that are older than ``RETENTION_PERIOD``."""
    return ConsentRecord.objects.filter(date__lt=timezone.localdate() - RETENTION_PERIOD)


def delete_expired_records() -> int:
    """Delete the records that are older than ``RETENTION_PERIOD``; return how many."""
    deleted, _ = expired_records().delete()
    return deleted


def choices_by_week() -> QuerySet:
    """Return the number of choices for each week (from Monday) by group and answer, newest week first."""

    def count(group: str, accepted: bool) -> Count:
        return Count("pk", filter=Q(**{group: accepted}))

    return (
        ConsentRecord.objects.annotate(week=TruncWeek("date"))
        .values("week")
        .annotate(
            choices=Count("pk"),
            preferences_accepted=count("preferences", True),
            preferences_rejected=count("preferences", False),
            statistics_accepted=count("statistics", True),
            statistics_rejected=count("statistics", False),
        )
        .order_by("-week")
    )
