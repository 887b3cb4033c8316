"""Where a day begins and ends in Europe/London, in winter and in summer time."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def start_of_day(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of_day(day: date) -> datetime:
    """Return the moment at which ``day`` ends."""
    return start_of_day(day + timedelta(days=1))
