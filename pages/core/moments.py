"""Days and moments in Europe/London, in winter and in summer time."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def start_of_day(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of_day(day: date) -> datetime:
    return start_of_day(day + timedelta(days=1))


def moment_in_words(moment: datetime, before_time: str = ", ") -> str:
    """Return ``moment`` in Europe/London: 27 March 2025, 14:30. ``before_time`` stands before the time."""
    return f"{timezone.localtime(moment):%-d %B %Y{before_time}%H:%M}"
