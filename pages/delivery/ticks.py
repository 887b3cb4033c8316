"""What changes by the clock alone is purged as well, though no store keeps it past the change.

So the time of that change is on record, and ``Last-Modified`` never goes back when it is long ago.
"""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from . import keys
from .models import Invalidation
from .purging import purge

LOOKED = "clock"
"""The key under which it stands until when the clock was followed; on no answer."""


def purge_what_the_clock_changed() -> None:
    """Purge what the day, and the beginnings and ends of notices, changed since this was last done."""
    now = timezone.now()
    last, is_first = Invalidation.objects.get_or_create(key=LOOKED, defaults={"at": now})
    if not is_first and last.at < now:
        purge(_passed(last.at, now))
        Invalidation.objects.filter(pk=last.pk).update(at=now)


def _passed(since: datetime, until: datetime) -> set[str]:
    from pages.models import Notice

    found: set[str] = set()
    day, today = timezone.localdate(since), timezone.localdate(until)
    while day < today:
        found |= {keys.DAY, keys.day_key(day)}
        day += timedelta(days=1)
    begun_or_over = Q(shown_from__gt=since, shown_from__lte=until)
    begun_or_over |= Q(shown_until__gt=since, shown_until__lte=until)
    if Notice.objects.filter(begun_or_over, live=True).exists():
        found.add(keys.SITE)
    return found
