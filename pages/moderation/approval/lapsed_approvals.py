"""Approvals that no longer count: whoever gave them is inactive, or no longer has the role of the step.

They have left, or their account may have been in the wrong hands. It is asked when
something is to be published, at once or at its time. That step must then be approved
again; approvals of the other steps stay.
"""

from collections.abc import Iterable

from django.dispatch import Signal
from django.utils.text import get_text_list
from wagtail.models import Revision, TaskState, WorkflowState

from . import roles
from .audit_log import AuditLogEntry, StepDecision, record_decision
from .authors import clearance_of
from .review_policy import approvals_in

approval_lapsed = Signal()
"""Sent with ``obj``, ``reason`` and ``submitter``, a key, when a step has to be approved again."""


def lapsed_among(approvals: Iterable[AuditLogEntry]) -> list[AuditLogEntry]:
    """Return those of ``approvals`` whose giver could not give them now."""
    approvals = list(approvals)
    actors = [approval.actor_id or 0 for approval in approvals]
    people = roles.users_with_role(*roles.APPROVING_ROLES).filter(pk__in=actors)
    # The steps of the group by which somebody has the role.
    allowed = set(people.values_list("pk", "groups__independentapprovaltask"))
    lapsed = []
    for approval in approvals:
        if (approval.actor_id, _step_of(approval)) not in allowed:
            lapsed.append(approval)
    return lapsed


def _step_of(approval: AuditLogEntry) -> int:
    return approval.details(StepDecision).step


def lapsed_approvals_of(revision: Revision) -> list[AuditLogEntry]:
    """Return the approvals that cleared ``revision`` and no longer count."""
    given = clearance_of(revision.pk).given
    return lapsed_among(AuditLogEntry.objects.filter(pk__in=given).order_by("pk"))


def describe_lapsed(lapsed: Iterable[AuditLogEntry]) -> str:
    names = sorted({approval.actor for approval in lapsed})
    return (
        f"{get_text_list(names, 'and')} approved this but can no longer approve, "
        "so someone else must approve that step."
    )


def ask_again(review: WorkflowState, revision: Revision) -> None:
    """Let steps of ``review`` be approved again whose approval of ``revision`` no longer counts."""
    given = approvals_in(review.pk, revision.pk)
    lapsed = lapsed_among(given)
    counting = [approval for approval in given if approval not in lapsed]
    steps = set(map(_step_of, lapsed)) - set(map(_step_of, counting))
    if not steps:
        return
    ended = review.successful_task_states.filter(task__in=steps)
    ended.update(status=TaskState.STATUS_CANCELLED)
    obj = review.content_object
    reason = describe_lapsed(lapsed)
    record_decision(
        AuditLogEntry.Action.LAPSED, obj=obj, revision=revision.pk, reason=reason
    )
    approval_lapsed.send(
        type(obj), obj=obj, reason=reason, submitter=review.requested_by_id
    )
