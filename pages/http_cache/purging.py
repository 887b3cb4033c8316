"""Purges caches. A purge is stored together with the change that causes it, and done after the commit."""

import logging
import threading
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from . import embedded_cache, fronts
from .models import Invalidation, Purge

logger = logging.getLogger(__name__)

DONE_PURGES_KEPT_FOR = timedelta(days=30)
"""For how long operators can look up what was purged."""
LATE_RESPONSE_WINDOW = timedelta(seconds=2)
"""For how long after a purge an outdated response may still reach a front."""
BATCH_SIZE = 500
EMBEDDED = "embedded"

_thread_state = threading.local()


def purge(keys: Iterable[str]) -> None:
    """Purge every response that has one of ``keys`` from all caches once the current transaction commits.

    If the process ends before that is done, ``deliver_due_purges`` does it.
    """
    names = sorted(set(keys))
    if not names:
        return
    with transaction.atomic():
        stored = Purge.objects.create(keys=names)
        _pending_purge_ids().append(stored.pk)
        transaction.on_commit(_deliver_pending, robust=True)


def _pending_purge_ids() -> list[int]:
    """Return the primary keys of the purges that this thread has stored and not delivered."""
    if not hasattr(_thread_state, "pending"):
        _thread_state.pending = []
    return _thread_state.pending


def _deliver_pending() -> None:
    """Deliver together the purges of one transaction. Those that were rolled back no longer exist."""
    pending, _thread_state.pending = _pending_purge_ids(), []
    if pending:
        deliver_purges(Purge.objects.filter(pk__in=pending, done_at=None))


def deliver_purges(purges: Iterable[Purge]) -> bool:
    """Carry out ``purges`` in all caches and record what failed; return whether none did.

    It runs after the commit and in a transaction of its own, for two reasons. A response that is built
    meanwhile shows the old content and must count as older than the change. And the ``Invalidation`` rows are
    shared by many publications: within the transaction of the change they would stay locked until it ends, in
    the order of its steps, so two publications could deadlock.

    A front that may store an outdated response that was on its way is purged twice. The scheduler does the
    second purge, which does not repeat the purge of the embedded cache.
    """
    purges = list(purges)
    if not purges:
        return True
    all_keys = _all_keys(purges)
    # When a front fails, its purges are repeated, but nothing has changed again for the embedded cache.
    new_keys = _all_keys(each for each in purges if not each.attempts or each.error.startswith(EMBEDDED))
    _record_invalidations(new_keys)
    failures = []
    for cache, purge_cache, keys in (
        (EMBEDDED, embedded_cache.purge, new_keys),
        ("front", fronts.purge, all_keys),
    ):
        try:
            purge_cache(keys)
        except Exception as error:
            logger.exception("Not purged (%s): %s", cache, " ".join(keys))
            failures.append(f"{cache}: {type(error).__name__}: {error}")
    once_is_enough = not fronts.front_keeps_late_responses()
    for each in purges:
        each.attempts += 1
        each.attempted_at = timezone.now()
        each.error = "; ".join(failures)
        is_done = not failures and (each.attempts > 1 or once_is_enough)
        each.done_at = timezone.now() if is_done else None
    Purge.objects.bulk_update(purges, ["attempts", "attempted_at", "error", "done_at"])
    return not failures


def _all_keys(purges: Iterable[Purge]) -> list[str]:
    return sorted({key for each in purges for key in each.keys})


@transaction.atomic
def _record_invalidations(keys: list[str]) -> None:
    """Record that what ``keys`` stand for has changed. Locks rows in a fixed order to avoid deadlocks."""
    now = timezone.now()
    for start in range(0, len(keys), BATCH_SIZE):
        batch = keys[start : start + BATCH_SIZE]
        Invalidation.objects.bulk_create(
            (Invalidation(key=key, at=now) for key in batch), ignore_conflicts=True
        )
        rows = Invalidation.objects.select_for_update().filter(key__in=batch).order_by("key")
        list(rows.values_list("pk"))
        Invalidation.objects.filter(key__in=batch).update(at=Greatest("at", now))


def deliver_due_purges() -> None:
    """Deliver what is still to be done: a process ended too early, a cache failed, or a second purge is due.

    Raises ``RuntimeError`` if a cache failed again.
    """
    fronts.ask_silent_fronts_again()
    is_due = Q(attempted_at=None) | Q(attempted_at__lt=timezone.now() - LATE_RESPONSE_WINDOW)
    if not deliver_purges(Purge.objects.filter(is_due, done_at=None).order_by("pk")):
        raise RuntimeError("a cache could not be purged; the purge will be tried again")


def delete_old_purges() -> None:
    """Delete the rows of purges that were done long ago."""
    Purge.objects.filter(done_at__lt=timezone.now() - DONE_PURGES_KEPT_FOR).delete()


def failing_purges() -> QuerySet[Purge]:
    """Return the purges that some cache has failed to carry out."""
    return Purge.objects.filter(done_at=None).exclude(error="")
