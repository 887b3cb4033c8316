"""How long a record of a choice is kept, and what the records say together."""

import datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone

from .models import ConsentRecord

RETENTION = datetime.timedelta(days=2 * 365)
"""A choice holds for a year; its record is kept for a year after that, then deleted."""


def outlived() -> QuerySet:
    """Return the records that are older than ``RETENTION``."""
    return ConsentRecord.objects.filter(date__lt=timezone.localdate() - RETENTION)


def purge() -> int:
    """Delete the records that are older than ``RETENTION``; return how many."""
    deleted, _ = outlived().delete()
    return deleted


def by_week() -> QuerySet:
    """Return the number of choices for each week (from Monday), newest first, by group and answer."""

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
