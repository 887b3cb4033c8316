"""What happens when Wagtail starts, changes or ends a review.

Objects are locked, submissions and withdrawals are logged, and reviews are cancelled
when their workflow loses a step: Wagtail would skip the step, and publish if it was the
last. ``wagtail_patches`` covers what sends no signal.
"""

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Task, TaskState, Workflow, WorkflowState, WorkflowTask
from wagtail.signals import task_submitted, workflow_cancelled, workflow_submitted

from pages.moderation.approval.audit_log import (
    AuditLogEntry,
    ReviewEnd,
    Submission,
    record_decision,
)
from pages.moderation.approval.authors import authors_since_publication
from pages.moderation.approval.locks import lock_row, lock_submitted_sets
from pages.moderation.approval.publication_set import publication_order, set_holding
from pages.moderation.approval.review_end import cancel_review, reason_for_end

from .emails import mail

FINISHED = {WorkflowState.STATUS_APPROVED, WorkflowState.STATUS_CANCELLED}


@receiver(pre_save, sender=WorkflowState)
def lock_reviewed_object(instance: WorkflowState, raw: bool, **kwargs: Any) -> None:
    """Lock the object before its review starts or changes, and refuse to change one that has ended."""
    if raw:
        return
    model = instance.base_content_type.model_class()
    with transaction.atomic():
        # ``content_object`` would be cached with its values from before the lock.
        obj = lock_row(model(pk=instance.object_id))
        stored = WorkflowState.objects.get(pk=instance.pk) if instance.pk else None
    if stored and stored.status in FINISHED and stored.status != instance.status:
        raise PermissionDenied("This workflow has ended.")
    if instance.status == WorkflowState.STATUS_IN_PROGRESS:
        _refuse_second_review(instance, obj)


def _refuse_second_review(state: WorkflowState, obj: Any) -> None:
    """Refuse what Wagtail refuses too, before it waits for the lock, and a review apart from the set."""
    key = {
        "base_content_type": state.base_content_type_id,
        "object_id": state.object_id,
    }
    if WorkflowState.objects.active().filter(**key).exclude(pk=state.pk).exists():
        raise ValidationError("Someone has just submitted it.")
    publication_set = set_holding(obj)
    if publication_set and publication_set.is_open:
        raise ValidationError(
            f"This is in the publication set “{publication_set}”. Submit the set, or remove this from it."
        )


@receiver(pre_delete, sender=WorkflowTask)
def cancel_reviews_of_changed_workflow(instance: WorkflowTask, **kwargs: Any) -> None:
    cancel_reviews_using(instance.workflow)


def cancel_reviews_using(
    workflow_or_step: Workflow | Task, user: User | None = None
) -> None:
    """Cancel every open review that uses a workflow or a step, and tell its authors.

    Drafts stay.
    """
    condition = Q(workflow__workflow_tasks__task=workflow_or_step)
    if isinstance(workflow_or_step, Workflow):
        condition = Q(workflow=workflow_or_step)
    found = WorkflowState.objects.active().filter(condition).distinct()
    states = sorted(found, key=lambda state: publication_order(state.content_object))
    lock_submitted_sets([state.content_object for state in states])
    # Lock everything before writing, in the order in which sets and taking down lock.
    for obj, state in [(lock_row(state.content_object), state) for state in states]:
        state.refresh_from_db()
        if not state.is_active:
            continue
        authors = authors_since_publication(obj)
        cancel_review(state, ReviewEnd.WORKFLOW_CHANGED, user)
        people = User.objects.filter(pk__in=authors, is_active=True)
        mail.REVIEW_CANCELLED.send_or_collect(people, **mail.about(obj))


@receiver(workflow_submitted)
def log_submission(instance: WorkflowState, user: User | None, **kwargs: Any) -> None:
    steps = instance.workflow.tasks.filter(active=True).values_list("pk", flat=True)
    _record(
        AuditLogEntry.Action.SUBMITTED,
        instance,
        user,
        Submission(workflow_state=instance.pk, steps=list(steps)),
    )


@receiver(task_submitted)
def log_resubmission(instance: TaskState, user: User | None, **kwargs: Any) -> None:
    """Log that an object returns to the step that asked for changes; Wagtail logs nothing then."""
    review = instance.workflow_state
    previous = review.task_states.exclude(pk=instance.pk).order_by("-pk").first()
    if previous and previous.status == TaskState.STATUS_REJECTED:
        _record(
            AuditLogEntry.Action.SUBMITTED,
            review,
            user,
            Submission(workflow_state=review.pk),
        )


@receiver(workflow_cancelled)
def log_withdrawal(instance: WorkflowState, user: User | None, **kwargs: Any) -> None:
    """Log that a review was cancelled: somebody withdrew the submission, or why it ended otherwise."""
    end = reason_for_end(instance)
    data = Submission(workflow_state=instance.pk)
    if end:
        data = replace(data, end=end, what=end.label)
    _record(AuditLogEntry.Action.WITHDRAWN, instance, user, data)


def _record(
    action: AuditLogEntry.Action,
    workflow_state: WorkflowState,
    user: User | None,
    data: Submission,
) -> None:
    obj = workflow_state.content_object
    record_decision(
        action, obj=obj, user=user, revision=obj.latest_revision_id, data=data
    )
