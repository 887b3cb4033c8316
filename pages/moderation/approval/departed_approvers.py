"""Approvals by people who can no longer approve, of what is not public yet.

Their account is inactive or deleted. It may have been in the wrong hands, or they have left. What they approved is
held until they can approve again, or a colleague who could have approved it confirms
the approval.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils.text import get_text_list
from wagtail.models import Revision, Task, TaskState

from pages.core.grouping import index_by, keys_of

from .audit_log import (
    AuditLogEntry,
    ConfirmedApprovalDetails,
    StepDecision,
    decisions_that_count,
    record_decision,
)
from .authors import authors_since_publication, clearance_of
from .locks import lock_row
from .publication_set import published_with
from .review_policy import (
    Approver,
    OpenReview,
    approvals_in,
    refusal_reason,
)

approval_held = Signal()
"""Sent when a publication that is due is first held, with ``obj`` and ``reason``."""


class ApproverGoneError(ValidationError):
    """Somebody who approved it can no longer approve, and no colleague has confirmed the approval."""

    def __init__(self, approvals: Iterable[AuditLogEntry]) -> None:
        super().__init__(
            f"This was approved by {names_of(approvals)}, who can no longer sign in. It "
            "will not be published until a colleague confirms the approval under “Confirmations needed”."
        )


def names_of(approvals: Iterable[AuditLogEntry]) -> str:
    return get_text_list(sorted({approval.actor for approval in approvals}), "and")


def unconfirmed_approvals(given: Iterable[AuditLogEntry]) -> list[AuditLogEntry]:
    """Return those of the approvals ``given`` whose giver is gone and which no colleague has confirmed."""
    given = list(given)
    active = _active_accounts(given)
    gone = [approval for approval in given if approval.actor_id not in active]
    confirmed = {
        confirmation.details(ConfirmedApprovalDetails).approval
        for confirmation in _confirmations(gone)
    }
    return [approval for approval in gone if approval.pk not in confirmed]


def _active_accounts(decisions: Iterable[AuditLogEntry]) -> set[int]:
    """Return the accounts, of those who made ``decisions``, that are active."""
    actors = [decision.actor_id for decision in decisions if decision.actor_id]
    return set(
        User.objects.filter(pk__in=actors, is_active=True).values_list("pk", flat=True)
    )


def _confirmations(approvals: Iterable[AuditLogEntry]) -> list[AuditLogEntry]:
    """Return the confirmations of ``approvals``, without those by colleagues who are gone themselves."""
    confirmations = AuditLogEntry.objects.filter(
        action=AuditLogEntry.Action.VOUCHED
    ).with_details(approval__in=keys_of(approvals))
    active = _active_accounts(confirmations)
    return [
        confirmation
        for confirmation in confirmations
        if confirmation.actor_id in active
    ]


def check_approvers(given: Iterable[int]) -> None:
    """Raise ``ApproverGoneError`` if the giver of one of these approvals is gone and nobody confirmed it."""
    if approvals := unconfirmed_approvals(
        AuditLogEntry.objects.filter(pk__in=given).order_by("pk")
    ):
        raise ApproverGoneError(approvals)


@dataclass(frozen=True)
class HeldApproval:
    """What is approved at least in part and not public yet, with the approvals that need a colleague."""

    obj: Any
    revision: Revision
    given: list[AuditLogEntry]
    approvals: list[AuditLogEntry]

    @property
    def names(self) -> str:
        return names_of(self.approvals)

    def is_because_of(self, person: User) -> bool:
        return person.pk in [approval.actor_id for approval in self.approvals]

    def confirmable_by(self, user: User) -> list[AuditLogEntry]:
        """Return the approvals that ``user`` could have given in the place of who is gone: of one step."""
        review = self._review()
        for approval in self.approvals:
            key = approval.details(StepDecision).step
            step = Task.objects.filter(pk=key).first()
            if step and not refusal_reason(
                Approver.with_account(user, step.specific), review
            ):
                return [
                    other
                    for other in self.approvals
                    if other.details(StepDecision).step == key
                ]
        return []

    def _review(self) -> OpenReview:
        """Return what decides who may confirm: a colleague who confirmed one counts as its approver."""
        gone = keys_of(self.approvals)
        others = [approval for approval in self.given if approval.pk not in gone]
        approvers = [Approver.of_decision(other) for other in others]
        steps = {
            approval.pk: approval.details(StepDecision).step for approval in self.given
        }
        for confirmation in _confirmations(self.given):
            step = steps[confirmation.details(ConfirmedApprovalDetails).approval]
            approvers.append(Approver(step, confirmation.actor_id or 0))
        authors = authors_since_publication(self.obj, self.revision)
        authors.update(clearance_of(self.revision.pk).authors)
        return OpenReview(authors, approvers)


def held_approvals() -> list[HeldApproval]:
    """Return everything that is scheduled or in moderation and held because an approver is gone."""
    approved: list[tuple[Revision, list[AuditLogEntry]]] = []
    for revision in Revision.objects.filter(approved_go_live_at__isnull=False):
        given = AuditLogEntry.objects.filter(pk__in=clearance_of(revision.pk).given)
        approved.append((revision, list(given.order_by("pk"))))
    open_steps = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    for step in open_steps.select_related("revision"):
        approvals = approvals_in(step.workflow_state_id, step.revision_id)
        approved.append((step.revision, approvals))
    held = []
    for revision, approvals in approved:
        obj = revision.content_object
        unconfirmed = unconfirmed_approvals(approvals)
        if obj and unconfirmed:
            held.append(HeldApproval(obj, revision, approvals, unconfirmed))
    return held


def held_approvals_of(person: User) -> list[HeldApproval]:
    """Return what is held because of ``person``."""
    return [held for held in held_approvals() if held.is_because_of(person)]


def approved_for_later_by(person: User) -> list[Any]:
    """Return what ``person`` approved, active or not, that is scheduled or still in moderation."""
    given = AuditLogEntry.objects.filter(
        action=AuditLogEntry.Action.APPROVED, actor_id=person.pk
    )
    revisions = list(given.values_list("revision_id", flat=True))
    scheduled = Revision.objects.filter(
        pk__in=revisions, approved_go_live_at__isnull=False
    )
    steps = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, revision__in=revisions
    )
    approved = [*scheduled]
    approved.extend(step.revision for step in steps.select_related("revision"))
    return list(filter(None, (revision.content_object for revision in approved)))


@transaction.atomic
def confirm_approvals(revision: Revision, user: User) -> None:
    """Let the approvals of who is gone count again; raises ``PermissionDenied`` if ``user`` may not.

    Of approvals of several steps, one person confirms those of one: each step needs a
    person of its own.
    """
    lock_row(revision.content_object)
    held_by_key = index_by(held_approvals(), "revision.pk")
    confirmable = []
    for other in published_with(revision)[0]:
        if held := held_by_key.get(other.pk):
            confirmable.append((held, held.confirmable_by(user)))
    if not confirmable or not all(approvals for _, approvals in confirmable):
        raise PermissionDenied
    for held, approvals in confirmable:
        for approval in approvals:
            record_decision(
                AuditLogEntry.Action.VOUCHED,
                obj=held.obj,
                user=user,
                revision=held.revision.pk,
                data=ConfirmedApprovalDetails(
                    approval=approval.pk,
                    what=f"Confirmed the approval by {approval.actor}",
                ),
            )


def log_held_revisions(revisions: Iterable[Revision], reason: str) -> None:
    """Log that approved revisions are held, and tell who can help, once for each reason."""
    for revision in revisions:
        obj = revision.content_object
        noted = decisions_that_count(obj, revision, AuditLogEntry.Action.WAITING)
        if not noted.filter(reason=reason).exists():
            record_decision(
                AuditLogEntry.Action.WAITING,
                obj=obj,
                revision=revision.pk,
                reason=reason,
            )
            approval_held.send(type(obj), obj=obj, reason=reason)
