"""Taking down: one person removes something from the public at once; coming back needs approval."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page

from pages.moderation.gate import roles
from pages.moderation.gate.decision import Decision, record_decision
from pages.moderation.gate.decision_data import Removal
from pages.moderation.gate.guards import permitted
from pages.moderation.gate.locks import lock_row, lock_submitted_sets
from pages.moderation.gate.sets import reopen_set_of
from pages.moderation.gate.versions import PublishedVersion, withdraw
from pages.moderation.mails import mail


@transaction.atomic
def take_down(
    obj: DraftStateMixin, user: User, because: PublishedVersion.WithdrawalReason, reason: str
) -> list[str]:
    """Take down ``obj`` and, if it is a page, everything below it; return the names of what was public.

    Reviews and schedules in the same pages are cancelled, because they may contain the same error.
    Colleagues are told after the transaction. Raises ``PermissionDenied`` if ``user`` may not.
    """
    lock_submitted_sets(_with_descendants(obj))
    obj = lock_row(obj)
    if not roles.may_take_down(user):
        raise PermissionDenied
    names = []
    for affected in _lock_with_descendants(obj):
        _cancel_review_and_schedule(affected, user)
        if affected.live:
            _unpublish(affected, because)
            record_decision(
                Decision.Action.TAKEN_DOWN,
                obj=affected,
                user=user,
                reason=reason,
                data=Removal(because=because.value),
            )
            names.append(affected.name_with(str(affected)))
    if names:
        mail.notify_of_take_down(obj, user, because, names)
    return names


@transaction.atomic
def take_down_file(file: Any, user: User, because: PublishedVersion.WithdrawalReason, reason: str) -> None:
    """Delete ``file`` for good and tell colleagues; raise ``PermissionDenied`` if ``user`` may not."""
    if not roles.may_take_down(user):
        raise PermissionDenied
    record_decision(
        Decision.Action.TAKEN_DOWN, obj=file, user=user, reason=reason, data=Removal(because=because.value)
    )
    mail.notify_of_file_taken_down(file, user, because)
    file.is_taken_down = True
    file.delete()


@transaction.atomic
def expire(obj: DraftStateMixin) -> None:
    """Take down ``obj``, if its expiry date has passed, and everything below it."""
    lock_submitted_sets(_with_descendants(obj))
    obj = lock_row(obj)
    if not (obj.live and obj.expire_at and obj.expire_at <= timezone.now()):
        return  # since the scheduler looked, the date was changed or the page was taken down
    for affected in _lock_with_descendants(obj):
        if not affected.live:
            continue
        # Wagtail's unpublishing cancels schedules, so they are restored afterwards.
        scheduled = list(affected.revisions.filter(approved_go_live_at__isnull=False))
        _unpublish(
            affected,
            PublishedVersion.WithdrawalReason.EXPIRED,
            set_expired=True,
            log_action="wagtail.unpublish.scheduled",
        )
        for revision in scheduled:
            affected.revisions.filter(pk=revision.pk).update(approved_go_live_at=revision.approved_go_live_at)
        record_decision(Decision.Action.EXPIRED, obj=affected)


def _unpublish(
    obj: DraftStateMixin, because: PublishedVersion.WithdrawalReason, **unpublish_options: Any
) -> None:
    withdraw(obj, because)
    with permitted(obj):
        # With a user, Wagtail would check a permission that nobody has.
        obj.unpublish(**unpublish_options)


def _lock_with_descendants(obj: DraftStateMixin) -> list[DraftStateMixin]:
    """Lock ``obj`` and, if it is a page, all pages below it, and return them.

    All are locked before anything is written: indexing one page can write the search entry of another,
    whose lock somebody else may hold while waiting for ours.
    """
    return [lock_row(each) for each in _with_descendants(obj)]


def _with_descendants(obj: DraftStateMixin) -> Iterable[DraftStateMixin]:
    return obj.get_descendants(inclusive=True) if isinstance(obj, Page) else [obj]


def _cancel_review_and_schedule(obj: DraftStateMixin, user: User) -> None:
    reopen_set_of(obj, "Taken down", user)
    if workflow_state := obj.current_workflow_state:
        workflow_state.cancel(user=user)
    if obj.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None):
        record_decision(Decision.Action.UNSCHEDULED, obj=obj, user=user)
