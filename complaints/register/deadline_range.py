"""Filters recommendations by a range of deadlines, which are known to the day, the month or the year."""

from datetime import timedelta

from complaints.models.recommendation_queryset import RecommendationQuerySet
from pages.core.partial_dates import PartialDate


def filter_by_deadline(
    recommendations: RecommendationQuerySet, start: PartialDate | None, end: PartialDate | None
) -> RecommendationQuerySet:
    """Return those of ``recommendations`` whose deadline is certainly from ``start`` to ``end``.

    A deadline in March 2025 is certainly from 1 March 2025 and up to 31 March, but neither for 14 March.
    """
    if start:
        recommendations = recommendations.filter(deadline__gte=_first_stored_form(start))
    if end:
        last = end.latest.isoformat()
        recommendations = recommendations.filter(deadline__lte=last)
        recommendations = recommendations.exclude(deadline__in=["", *_periods_not_over_by(end)])
    return recommendations


def _first_stored_form(start: PartialDate) -> str:
    """Return the first stored form, in text order, of a date that begins on the first day of ``start``."""
    year, month, day = start.earliest.isoformat().split("-")
    if day != "01":
        return f"{year}-{month}-{day}"
    return year if month == "01" else f"{year}-{month}"


def _periods_not_over_by(end: PartialDate) -> list[str]:
    """Return the month and the year, as stored, that ``end`` falls into and that are not over then."""
    last, day_after = end.latest, end.latest + timedelta(days=1)
    month = [f"{last:%Y-%m}"] if day_after.month == last.month else []
    return [*month, *([f"{last:%Y}"] if day_after.year == last.year else [])]
