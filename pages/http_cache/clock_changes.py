"""What changes by the clock alone is purged as well, though no store keeps it past the change.

So the time of that change is on record, and ``Last-Modified`` never goes back when it is long ago.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from . import keys
from .models import Invalidation
from .purging import purge

LOOKED = "clock"
"""The key under which it stands until when the clock was followed; on no answer."""

KeysOfTime = Callable[[datetime, datetime], Iterable[str]]

_followed: list[KeysOfTime] = []


def follow_clock(keys_of: KeysOfTime) -> None:
    """From now on, purge the keys that ``keys_of`` returns for what changed between two moments."""
    _followed.append(keys_of)


def purge_what_the_clock_changed() -> None:
    """Purge what the day, and the beginnings and ends of notices, changed since this was last done."""
    now = timezone.now()
    last, is_first = Invalidation.objects.get_or_create(key=LOOKED, defaults={"at": now})
    if not is_first and last.at < now:
        purge(_passed(last.at, now))
        Invalidation.objects.filter(pk=last.pk).update(at=now)


def _passed(since: datetime, until: datetime) -> set[str]:
    found: set[str] = set()
    day, today = timezone.localdate(since), timezone.localdate(until)
    while day < today:
        found |= {keys.DAY, keys.day_key(day)}
        day += timedelta(days=1)
    return found.union(*(keys_of(since, until) for keys_of in _followed))
