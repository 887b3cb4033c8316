"""Making stores forget what has changed: noted with the change itself, done once it is committed."""

import logging
import threading
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils import timezone

from . import embedded, fronts
from .models import Invalidation, Purge

logger = logging.getLogger(__name__)

KEPT = timedelta(days=30)
"""So long operators can look up what was purged."""
ON_ITS_WAY = timedelta(seconds=2)
"""So long after a purge an older answer may still reach a front."""
AT_ONCE = 500
EMBEDDED = "embedded"

_noted = threading.local()


def purge(keys: Iterable[str]) -> None:
    """Let all stores forget what shows ``keys``, as soon as the transaction that is under way has ended.

    Should the process end before they have, ``deliver_due`` does it.
    """
    names = sorted(set(keys))
    if not names:
        return
    with transaction.atomic():
        noted = Purge.objects.create(keys=names)
        _pending().append(noted.pk)
        transaction.on_commit(_deliver_noted, robust=True)


def _pending() -> list[int]:
    """Return the keys of the rows that this thread noted and has not delivered."""
    if not hasattr(_noted, "pending"):
        _noted.pending = []
    return _noted.pending


def _deliver_noted() -> None:
    """Deliver together all that a transaction noted; what it took back is no longer there."""
    pending, _noted.pending = _pending(), []
    if pending:
        deliver(Purge.objects.filter(pk__in=pending, done_at=None))


def deliver(purges: Iterable[Purge]) -> bool:
    """Let all stores forget what ``purges`` names; tell whether all did, and write down what failed.

    Later than the commit and in a transaction of its own: an answer that is being made meanwhile shows the
    old and must count as older. Within the change's own transaction the rows, which many publications share,
    would be locked until it ends, in the order of its steps, and two could wait for each other.

    With a front that would keep an old answer which was on its way, every purge is carried out twice. The
    second is the scheduler's, which makes no other store forget anything again.
    """
    purges = list(purges)
    if not purges:
        return True
    keys = _keys_of(purges)
    # A front that fails is tried again and again, in which nothing has changed anew for the others.
    news = _keys_of(each for each in purges if not each.attempts or each.error.startswith(EMBEDDED))
    _invalidate(news)
    failed = []
    for store, forget, names in ((EMBEDDED, embedded.purge, news), ("front", fronts.purge, keys)):
        try:
            forget(names)
        except Exception as error:
            logger.exception("Not purged (%s): %s", store, " ".join(names))
            failed.append(f"{store}: {type(error).__name__}: {error}")
    once = not fronts.keep_late_answers()
    for each in purges:
        each.attempts += 1
        each.attempted_at = timezone.now()
        each.error = "; ".join(failed)
        each.done_at = timezone.now() if not failed and (each.attempts > 1 or once) else None
    Purge.objects.bulk_update(purges, ["attempts", "attempted_at", "error", "done_at"])
    return not failed


def _keys_of(purges: Iterable[Purge]) -> list[str]:
    return sorted({key for each in purges for key in each.keys})


@transaction.atomic
def _invalidate(keys: list[str]) -> None:
    """Write down that what ``keys`` stand for has changed by now, always in the same order: no deadlock."""
    now = timezone.now()
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        Invalidation.objects.bulk_create(
            (Invalidation(key=key, at=now) for key in some), ignore_conflicts=True
        )
        found = Invalidation.objects.select_for_update().filter(key__in=some).order_by("key")
        list(found.values_list("pk"))
        Invalidation.objects.filter(key__in=some).update(at=Greatest("at", now))


def deliver_due() -> None:
    """Deliver what was noted and not delivered: a process ended between, or a store did not answer."""
    is_due = Q(attempted_at=None) | Q(attempted_at__lt=timezone.now() - ON_ITS_WAY)
    if not deliver(Purge.objects.filter(is_due, done_at=None).order_by("pk")):
        raise RuntimeError("a store did not forget what has changed; it is tried again")


def forget_done() -> None:
    """Delete what was delivered long ago."""
    Purge.objects.filter(done_at__lt=timezone.now() - KEPT).delete()


def failing():
    """Return the purges that some store has not carried out, for those who run the site."""
    return Purge.objects.filter(done_at=None).exclude(error="")
