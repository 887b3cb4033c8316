"""The current time. Each question is recorded, because the response being built depends on the answer."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from . import keys, response_recorder


def start_of_day(day: date) -> datetime:
    """Return the moment at which ``day`` begins in Europe/London, in winter and in summer time."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of_day(day: date) -> datetime:
    """Return the moment at which ``day`` ends in Europe/London."""
    return start_of_day(day + timedelta(days=1))


def today() -> date:
    """Return the current day in Europe/London; record that the response changes when it ends."""
    day = timezone.localdate()
    response_recorder.record_shown_keys(keys.DAY)
    response_recorder.record_last_change(start_of_day(day))
    response_recorder.record_next_change(end_of_day(day))
    return day


def today_compared_with(day: date | None) -> date:
    """Return the current day in Europe/London, for code that only asks whether ``day`` is over.

    So the response changes when ``day`` ends, not every midnight.
    """
    if day and day < date.max and not is_past(end_of_day(day)):
        response_recorder.record_shown_keys(keys.day_key(day))
    return timezone.localdate()


def is_past(moment: datetime) -> bool:
    """Return whether ``moment`` has come; record that the response changes, or changed, at ``moment``."""
    has_come = moment <= timezone.now()
    if has_come:
        response_recorder.record_last_change(moment)
    else:
        response_recorder.record_next_change(moment)
    return has_come
