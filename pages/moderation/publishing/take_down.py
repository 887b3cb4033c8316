"""Taking something away from the public: fast, by one person, with a reason; coming back needs approval."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from pages.moderation.log.decisions import record_decision
from pages.moderation.notifications import messages
from pages.moderation.records.decision import Decision
from pages.moderation.records.locks import lock
from pages.moderation.records.version import PublishedVersion
from pages.moderation.rules import roles

from .versions import withdraw
from .write_permit import permitted


@transaction.atomic
def take_down(obj, user, because: PublishedVersion.Withdrawal, reason: str) -> list[str]:
    """Take down ``obj`` and, of a page, everything below it; return the names of what was public.

    What waits for approval or for its time in any of them is called off: it may hold the same error.
    Colleagues are told when the transaction has ended. Raises ``PermissionDenied`` if ``user`` may not.
    """
    obj = lock(obj)
    if not roles.may_take_down(user):
        raise PermissionDenied
    names = []
    for found in _with_all_below(obj):
        _call_off(found, user)
        if found.live:
            _unpublish(found, because)
            record_decision(
                Decision.Action.TAKEN_DOWN,
                obj=found,
                user=user,
                reason=reason,
                data={"because": because.value},
            )
            names.append(str(found))
    if names:
        messages.tell_of_take_down(obj, user, because, names)
    return names


@transaction.atomic
def expire(obj) -> None:
    """Take down what was published until a time that has come, and what stands below it.

    Raises ``GoneError`` if it was deleted meanwhile.
    """
    obj = lock(obj)
    if not (obj.live and obj.expire_at and obj.expire_at <= timezone.now()):
        return  # it was put off, or the page taken down with all below it, since the scheduler looked
    for found in _with_all_below(obj):
        if not found.live:
            continue
        # Wagtail would call off what is to follow.
        to_follow = list(found.revisions.filter(approved_go_live_at__isnull=False))
        _unpublish(
            found,
            PublishedVersion.Withdrawal.EXPIRED,
            set_expired=True,
            log_action="wagtail.unpublish.scheduled",
        )
        for revision in to_follow:
            found.revisions.filter(pk=revision.pk).update(approved_go_live_at=revision.approved_go_live_at)
        record_decision(Decision.Action.EXPIRED, obj=found)


def _unpublish(obj, because, **options) -> None:
    """Take down ``obj`` alone."""
    withdraw(obj, because)
    with permitted(obj):
        # Without a user: its own check asks for a permission that nobody has.
        obj.unpublish(**options)


def _with_all_below(obj):
    """Lock ``obj`` and, of a page, all below it, and return them.

    Before anything is written: to index one page can touch the entry of another, which somebody who holds
    that one's lock may be waiting for.
    """
    return [lock(each) for each in (obj.get_descendants(inclusive=True) if isinstance(obj, Page) else [obj])]


def _call_off(obj, user) -> None:
    if state := obj.current_workflow_state:
        state.cancel(user=user)
    if obj.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None):
        record_decision(Decision.Action.UNSCHEDULED, obj=obj, user=user)
