"""Approvals by people whose account is inactive or deleted, of what is not public yet.

Their account may have been in the wrong hands, or they have left. What they approved is held until the
account is active again, or a colleague who could have approved it confirms the approval.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils.text import get_text_list
from wagtail.models import DraftStateMixin, Revision, Task, TaskState

from .approval import Approver, Review, accounts_by_entry, approvals_in, obstacle
from .authors import authors_since_publication, clearance_of
from .decision import Decision, StepDecision, VouchedApproval, decisions_that_count, record_decision
from .locks import lock_row
from .publication_set import published_with

KINDS = [Decision.Action.APPROVED, Decision.Action.URGENT]
approval_held = Signal()
"""Sent when a publication that is due is first held, with ``obj`` and ``reason``."""


class ApproverGoneError(ValidationError):
    """Somebody who approved it has an inactive account, and no colleague has confirmed the approval."""

    def __init__(self, approvals: Iterable[Decision]) -> None:
        names = get_text_list(sorted({each.actor for each in approvals}), "and")
        super().__init__(
            f"The account of {names}, who approved this, is no longer active. This will not be published "
            "until a colleague confirms the approval under “Confirmations needed”."
        )


def unconfirmed_approvals(obj: DraftStateMixin, revision: Revision, approvers: set[int]) -> list[Decision]:
    """Return the approvals of ``revision`` whose account is gone and which no colleague has confirmed.

    ``approvers`` are the accounts whose approvals count now.
    """
    given = decisions_that_count(obj, revision, Decision.Action.APPROVED)
    given |= decisions_that_count(obj, revision, Decision.Action.URGENT)
    vouched = {
        each.details(VouchedApproval).approver
        for each in decisions_that_count(obj, revision, Decision.Action.VOUCHED)
    }
    active = set(User.objects.filter(pk__in=approvers, is_active=True).values_list("pk", flat=True))
    gone = approvers - active - vouched
    return [each for each in given.order_by("pk") if each.actor_id in gone]


def check_approvers(obj: DraftStateMixin, revision: Revision, approvers: Iterable[int]) -> None:
    """Raise ``ApproverGoneError`` if one of ``approvers`` is gone and nobody confirmed the approval."""
    if approvals := unconfirmed_approvals(obj, revision, set(approvers)):
        raise ApproverGoneError(approvals)


@dataclass(frozen=True)
class HeldApproval:
    """What is approved at least in part and not public yet, with the approvals that need a colleague."""

    obj: Any
    revision: Revision
    approvals: list[Decision]

    @property
    def names(self) -> str:
        return get_text_list(sorted({each.actor for each in self.approvals}), "and")

    def may_be_confirmed_by(self, user: User) -> bool:
        """Return True if ``user`` could have given each of the approvals in the place of who is gone."""
        gone = {each.pk for each in self.approvals}
        counting = decisions_that_count(self.obj, self.revision, Decision.Action.APPROVED)
        counting |= decisions_that_count(self.obj, self.revision, Decision.Action.URGENT)
        others = list(counting.exclude(pk__in=gone))
        accounts_now = accounts_by_entry(others)
        authors = authors_since_publication(self.obj, self.revision)
        authors.update(clearance_of(self.revision.pk).authors)
        review = Review(authors, [Approver.of_decision(each, accounts_now) for each in others])
        for each in self.approvals:
            step = Task.objects.filter(pk=each.details(StepDecision).step).first()
            if step is None or obstacle(Approver.with_account(user, step.specific), review):
                return False
        return True


def held_approvals() -> list[HeldApproval]:
    """Return everything that is scheduled or in moderation and held because an approver is gone."""
    found = []
    for revision in Revision.objects.filter(approved_go_live_at__isnull=False):
        found.append(_held(revision, set(clearance_of(revision.pk).approvers)))
    open_steps = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    for step in open_steps.select_related("revision"):
        given = approvals_in(step.workflow_state_id, step.revision_id)
        found.append(_held(step.revision, {each.actor_id for each in given if each.actor_id}))
    return [each for each in found if each.approvals]


def _held(revision: Revision, approvers: set[int]) -> HeldApproval:
    obj = revision.content_object
    approvals = unconfirmed_approvals(obj, revision, approvers) if obj and approvers else []
    return HeldApproval(obj, revision, approvals)


def held_approvals_of(person: User) -> list[HeldApproval]:
    return [each for each in held_approvals() if person.pk in {given.actor_id for given in each.approvals}]


def approved_for_later_by(person: User) -> list[Any]:
    """Return what ``person`` approved, active or not, that is scheduled or still in moderation."""
    given = Decision.objects.filter(action__in=KINDS, actor_id=person.pk)
    revisions = list(given.values_list("revision_id", flat=True))
    scheduled = Revision.objects.filter(pk__in=revisions, approved_go_live_at__isnull=False)
    steps = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, revision__in=revisions)
    found = [*scheduled, *(step.revision for step in steps.select_related("revision"))]
    return [obj for revision in found if (obj := revision.content_object)]


@transaction.atomic
def confirm_approvals(revision: Revision, user: User) -> None:
    """Let the approvals of who is gone count again; raises ``PermissionDenied`` if ``user`` may not."""
    lock_row(revision.content_object)
    held = {each.revision.pk: each for each in held_approvals()}
    found = [held[each.pk] for each in published_with(revision)[0] if each.pk in held]
    if not found or not all(each.may_be_confirmed_by(user) for each in found):
        raise PermissionDenied
    for each in found:
        for approval in each.approvals:
            record_decision(
                Decision.Action.VOUCHED,
                obj=each.obj,
                user=user,
                revision=each.revision.pk,
                data=VouchedApproval(
                    approver=approval.actor_id or 0, what=f"Confirmed the approval by {approval.actor}"
                ),
            )


def note_held(revisions: Iterable[Revision], reason: str) -> None:
    """Log that approved revisions are held, and tell who can help, once for each reason."""
    for revision in revisions:
        obj = revision.content_object
        noted = decisions_that_count(obj, revision, Decision.Action.WAITING)
        if not noted.filter(reason=reason).exists():
            record_decision(Decision.Action.WAITING, obj=obj, revision=revision.pk, reason=reason)
            approval_held.send(type(obj), obj=obj, reason=reason)
