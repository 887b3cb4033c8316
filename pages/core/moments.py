"""Days and moments in Europe/London, in winter and in summer time."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from django.utils import timezone


def start_of_day(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of_day(day: date) -> datetime:
    return start_of_day(day + timedelta(days=1))


def months_later(day: date, months: int) -> date:
    """Return the same day so many ``months`` later, or the last day of that month if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def moment_in_words(moment: datetime, before_time: str = ", ") -> str:
    """Return ``moment`` in Europe/London: 27 March 2025, 14:30. ``before_time`` stands before the time."""
    return f"{timezone.localtime(moment):%-d %B %Y{before_time}%H:%M}"
