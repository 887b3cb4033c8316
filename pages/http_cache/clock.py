"""The time, told to what records the answer that depends on it."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from . import keys, recording


def midnight(day: date) -> datetime:
    """Return the moment at which ``day`` begins in Europe/London, be it the day of a summer time."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """Return the moment at which ``day`` ends in Europe/London."""
    return midnight(day + timedelta(days=1))


def today() -> date:
    """Return the day in Europe/London; the answer that is being made changes when it ends."""
    day = timezone.localdate()
    recording.shows(keys.DAY)
    recording.changed_at(midnight(day))
    recording.changes_at(end_of(day))
    return day


def today_beside(day: date | None) -> date:
    """Return the day in Europe/London, to tell whether ``day`` is over: only then does the answer change."""
    if day and day < date.max and not depends_on(end_of(day)):
        recording.shows(keys.day_key(day))
    return timezone.localdate()


def depends_on(moment: datetime) -> bool:
    """Tell whether ``moment`` has come; the answer that is being made changes, or changed, with it."""
    has_come = moment <= timezone.now()
    (recording.changed_at if has_come else recording.changes_at)(moment)
    return has_come
