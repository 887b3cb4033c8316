"""Purges what time alone has changed, although no cache keeps a response past such a change.

The purge records when the change took place, so that ``Last-Modified`` never goes back.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from . import keys
from .models import Invalidation, Purge
from .purging import purge

LAST_CHECK_KEY = "clock"
"""The key of the row that stores when time was last checked. No response has it."""

TOLERATED_CLOCK_DIFFERENCE = timedelta(minutes=1)
"""By how much the clocks of two hosts may differ without anybody being at fault."""

KeysChangedBetween = Callable[[datetime, datetime], Iterable[str]]

_key_functions: list[KeysChangedBetween] = []


def register_clock_keys(keys_changed_between: KeysChangedBetween) -> None:
    """From now on, also purge the keys that ``keys_changed_between`` returns for two moments."""
    _key_functions.append(keys_changed_between)


def correct_future_times() -> None:
    """Bring times back to now that a clock stored which was ahead.

    What such a time says is younger than any response, so nothing that shows it would be kept until then.
    """
    now = timezone.now()
    ahead = now + TOLERATED_CLOCK_DIFFERENCE
    Invalidation.objects.filter(at__gt=ahead).update(at=now)
    Purge.objects.filter(done_at=None, attempted_at__gt=ahead).update(attempted_at=now)


def purge_clock_changes() -> None:
    """Purge what midnights, and the starts and ends of notices, have changed since the last call."""
    now = timezone.now()
    last_check, is_first = Invalidation.objects.get_or_create(key=LAST_CHECK_KEY, defaults={"at": now})
    if not is_first and last_check.at < now:
        purge(_keys_changed_between(last_check.at, now))
        Invalidation.objects.filter(pk=last_check.pk).update(at=now)


def _keys_changed_between(since: datetime, until: datetime) -> set[str]:
    changed_keys: set[str] = set()
    day, today = timezone.localdate(since), timezone.localdate(until)
    while day < today:
        changed_keys |= {keys.DAY, keys.day_key(day)}
        day += timedelta(days=1)
    return changed_keys.union(*(changed_between(since, until) for changed_between in _key_functions))
