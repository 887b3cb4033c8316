"""Comparing deadlines that are known to the day, the month or the year."""

from datetime import timedelta

from django.db.models import QuerySet

from pages.core.partial_dates import PartialDate


def between(recommendations: QuerySet, start: PartialDate | None, end: PartialDate | None) -> QuerySet:
    """Return those of ``recommendations`` whose deadline lies from ``start`` to ``end`` with certainty.

    A deadline in March 2025 is certainly from 1 March 2025 and up to 31 March; of 14 March it is neither.
    """
    if start:
        recommendations = recommendations.filter(deadline__gte=_earliest(start))
    if end:
        last = end.latest.isoformat()
        recommendations = recommendations.filter(deadline__lte=last)
        recommendations = recommendations.exclude(deadline__in=["", *_not_over_by(end)])
    return recommendations


def _earliest(start: PartialDate) -> str:
    """Return the stored form that sorts first of those that begin on the first day of ``start`` or later."""
    year, month, day = start.earliest.isoformat().split("-")
    if day != "01":
        return f"{year}-{month}-{day}"
    return year if month == "01" else f"{year}-{month}"


def _not_over_by(end: PartialDate) -> list[str]:
    """Return the month and the year that begin by the last day of ``end`` and are not over then."""
    last, day_after = end.latest, end.latest + timedelta(days=1)
    month = [f"{last:%Y-%m}"] if day_after.month == last.month else []
    return [*month, *([f"{last:%Y}"] if day_after.year == last.year else [])]
