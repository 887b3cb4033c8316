"""What has become of a submission, in words: always read from the database when it is said."""

from typing import Any

from wagtail.models import Revision, TaskState, WorkflowState

from pages.core.moments import moment_in_words
from pages.moderation.approval import roles
from pages.moderation.approval.audit_log import AuditLogEntry, ReviewEnd, Submission
from pages.moderation.approval.removals import describe_removal, removal_of
from pages.moderation.approval.versions import PublishedVersion

from .open_reviews import reviewed_object

DELETED = "It has been deleted."
STILL_OPEN = "It is still in moderation. Open it again to see the current version."
SKIPPED = "This step was skipped."
SUBMITTED_AGAIN = "It was edited and resubmitted."
ENDS = {
    ReviewEnd.TAKEN_DOWN: "It was taken down{by}{on}, so it is no longer in moderation.",
    ReviewEnd.SET_CHANGED: "Its publication set was edited{by}{on}, so it is no longer in moderation.",
    ReviewEnd.WORKFLOW_CHANGED: "The approval steps were changed{by}{on}, so it is no longer in moderation.",
    ReviewEnd.SUBMITTED_AGAIN: "It was resubmitted{by}{on}.",
}


def describe_outcome(step: TaskState) -> str:
    """Return how the ``step`` of a review ended and what has followed."""
    stored = _reload(step)
    obj = reviewed_object(stored) if stored else None
    if not stored or not obj:
        return DELETED
    match stored.status:
        case TaskState.STATUS_APPROVED:
            outcome = f"{_decided(stored, 'approved this')} {describe_next(stored)}"
        case TaskState.STATUS_REJECTED:
            outcome = _decided(stored, "requested changes")
            if _is_in_review(obj):
                outcome = f"{outcome} {SUBMITTED_AGAIN}"
        case TaskState.STATUS_CANCELLED:
            outcome = _describe_cancelled(stored, obj)
        case TaskState.STATUS_SKIPPED:
            outcome = f"{SKIPPED} {describe_next(stored)}"
        case _:
            outcome = STILL_OPEN
    return outcome


def describe_own_decision(step: TaskState, name: str) -> str:
    """Return what the decision that was just made at ``step`` has led to; ``name`` is what it was about."""
    stored = _reload(step)
    if stored and stored.status == TaskState.STATUS_REJECTED:
        return f"Changes requested: {name}."
    if not stored or stored.status != TaskState.STATUS_APPROVED:
        return f"{name}: {describe_outcome(step)}"
    version = _version_from(stored)
    if version and not version.withdrawn_at:
        return f"Published: {name}."
    return f"Approved: {name}. {describe_next(stored)}"


def describe_next(step: TaskState) -> str:
    """Return what has become of what was approved at ``step``."""
    review = step.workflow_state
    obj = reviewed_object(step)
    if version := _version_from(step):
        published = (
            f"It was published on {moment_in_words(version.published_at, ' at ')}."
        )
        removal = removal_of(obj)
        news = describe_removal(removal) if removal else ""
        return f"{published} {news}".strip()
    match review.status:
        case WorkflowState.STATUS_IN_PROGRESS:
            if review.current_task_state.status == TaskState.STATUS_IN_PROGRESS:
                sent = f"Sent to the {review.current_task_state.task.name.lower()}."
                return f"{_why_again(step, obj)} {sent}".strip()
            return STILL_OPEN
        case WorkflowState.STATUS_NEEDS_CHANGES:
            return _decided(review.current_task_state, "requested changes")
        case WorkflowState.STATUS_CANCELLED:
            return _describe_cancelled(step, obj)
        case _:
            return _describe_schedule(step, obj)


def _why_again(step: TaskState, obj: Any) -> str:
    """Return whose approval no longer counted when ``step`` was approved; empty if all did."""
    lapsed = AuditLogEntry.objects.about(obj).filter(
        action=AuditLogEntry.Action.LAPSED,
        revision_id=step.revision_id,
        decided_at__gte=step.finished_at,
    )
    entry = lapsed.first()
    return entry.reason if entry else ""


def _reload(step: TaskState) -> TaskState | None:
    related = (
        "task",
        "revision",
        "finished_by",
        "workflow_state__current_task_state__task",
    )
    return TaskState.objects.select_related(*related).filter(pk=step.pk).first()


def _version_from(step: TaskState) -> PublishedVersion | None:
    """Return the version that the review of ``step`` published, or that was public already, unchanged."""
    versions = PublishedVersion.objects.for_object(reviewed_object(step))
    # The same text may have been public before, and was taken down.
    versions = versions.exclude(withdrawn_at__lt=step.workflow_state.created_at)
    return versions.filter(revision_id=step.revision_id).first()


def _describe_schedule(step: TaskState, obj: Any) -> str:
    revision: Revision = step.revision
    if not revision.approved_go_live_at:
        cancelled = AuditLogEntry.objects.about(obj).filter(
            action=AuditLogEntry.Action.UNSCHEDULED, decided_at__gte=step.finished_at
        )
        if decision := cancelled.first():
            by = f" by {decision.actor}" if decision.actor else ""
            return f"Its publication was cancelled{by}{_on(decision.decided_at)}."
        return "It was not published."
    return (
        f"It is scheduled for {moment_in_words(revision.approved_go_live_at, ' at ')}."
    )


def _decided(step: TaskState, what: str) -> str:
    return f"{_who_decided(step)} {what}{_on(step.finished_at)}."


def _who_decided(step: TaskState) -> str:
    return roles.display_name(step.finished_by) or "Someone"


def _describe_cancelled(step: TaskState, obj: Any) -> str:
    """Return why the review of ``step`` ended, or began anew, without a decision at this step."""
    review = step.workflow_state
    if review.status == WorkflowState.STATUS_IN_PROGRESS:
        return SUBMITTED_AGAIN
    logged = AuditLogEntry.objects.about(obj).filter(
        action=AuditLogEntry.Action.WITHDRAWN
    )
    withdrawal = logged.with_details(workflow_state=review.pk).first()
    if not withdrawal:
        outcome = f"It left moderation{_on(step.finished_at)}."
    elif end := withdrawal.details(Submission).end:
        by = f" by {withdrawal.actor}" if withdrawal.actor else ""
        outcome = ENDS[ReviewEnd(end)].format(by=by, on=_on(withdrawal.decided_at))
    elif withdrawal.actor:
        outcome = (
            f"{withdrawal.actor} withdrew the submission{_on(withdrawal.decided_at)}."
        )
    else:
        outcome = f"It left moderation{_on(withdrawal.decided_at)}."
    if _is_in_review(obj):
        if outcome.startswith("It was resubmitted"):
            return outcome
        return f"{outcome} {SUBMITTED_AGAIN}"
    removal = removal_of(obj)
    is_said = (
        removal
        and withdrawal
        and withdrawal.details(Submission).end == ReviewEnd.TAKEN_DOWN
    )
    if removal and not is_said:
        return f"{outcome} {describe_removal(removal)}"
    return outcome


def _is_in_review(obj: Any) -> bool:
    states: Any = obj.workflow_states
    return bool(states.filter(status=WorkflowState.STATUS_IN_PROGRESS).exists())


def _on(moment: Any) -> str:
    return f" on {moment_in_words(moment, ' at ')}" if moment else ""
