"""Wagtail's reviews, one thing at a time; ``wagtail_patches`` has what no signal is sent for.

When a step goes, Wagtail passes over it, to the publication if it was the last. Here the reviews end that
began with it. Submissions and their withdrawal go into the log, whichever screen they come from.
"""

from functools import wraps

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Page, Task, TaskState, Workflow, WorkflowState, WorkflowTask
from wagtail.signals import task_submitted, workflow_cancelled, workflow_submitted

from pages.moderation.log.decisions import record_decision
from pages.moderation.notifications import messages
from pages.moderation.records.decision import Decision
from pages.moderation.records.locks import lock
from pages.moderation.rules.authors import authors_since_publication

FINISHED = {WorkflowState.STATUS_APPROVED, WorkflowState.STATUS_CANCELLED}


@receiver(pre_save, sender=WorkflowState)
def lock_what_is_reviewed(instance, raw, **kwargs):
    """Lock the object before its review starts or changes; refuse to change a review that has ended.

    So what is submitted is its newest revision by then, and no other session ends the review meanwhile.
    """
    if raw:
        return
    model = instance.base_content_type.model_class()
    with transaction.atomic():
        # Not by ``content_object``, which would stay as it is now, before the lock.
        lock(model(pk=instance.object_id))
        stored = WorkflowState.objects.get(pk=instance.pk) if instance.pk else None
    if stored and stored.status in FINISHED and stored.status != instance.status:
        raise PermissionDenied("This workflow has ended.")


def resume_or_start_again(resume):
    """Start the review that the draft needs, if that has become another: a minor correction has one step."""

    @wraps(resume)
    def resumed(state, user=None):
        draft = state.content_object.get_latest_revision_as_object()
        workflow = draft.get_workflow()
        if state.status != WorkflowState.STATUS_NEEDS_CHANGES or workflow in (None, state.workflow):
            return resume(state, user)
        state.cancel(user=user)
        return workflow.start(draft, user)

    return resumed


@receiver(pre_delete, sender=WorkflowTask)
def end_what_began_with_a_step_that_goes(instance, **kwargs):
    """End the reviews by a workflow of which a step is taken out."""
    end_reviews_by(instance.workflow)


def end_reviews_by(workflow_or_step: Workflow | Task, user=None) -> None:
    """End all open reviews by a workflow, or by one with a step. Drafts stay."""
    is_workflow = isinstance(workflow_or_step, Workflow)
    by = Q(**{"workflow" if is_workflow else "workflow__workflow_tasks__task": workflow_or_step})
    states = sorted(WorkflowState.objects.active().filter(by).distinct(), key=_place)
    # All before anything is written, and pages from the top, as whoever takes down locks them.
    for obj, state in [(lock(state.content_object), state) for state in states]:
        state.refresh_from_db()
        if not state.is_active:
            continue
        told = Q(pk__in=authors_since_publication(obj)) | Q(pk=state.requested_by_id)
        state.cancel(user=user)
        messages.tell_of_end(obj, get_user_model().objects.filter(told, is_active=True))


def _place(state: WorkflowState) -> tuple[str, str]:
    obj = state.content_object
    return ("", obj.path) if isinstance(obj, Page) else (state.content_type.model, state.object_id)


@receiver(workflow_submitted)
def log_submission(instance, user, **kwargs):
    """Log that something was submitted, and to which steps: all of them have to approve it."""
    steps = instance.workflow.tasks.filter(active=True).values_list("pk", flat=True)
    _record(Decision.Action.SUBMITTED, instance, user, steps=list(steps))


@receiver(task_submitted)
def log_submission_after_changes(instance, user, **kwargs):
    """Log that something comes back to the step that asked for changes, of which Wagtail says nothing."""
    before = instance.workflow_state.task_states.exclude(pk=instance.pk).order_by("-pk").first()
    if before and before.status == TaskState.STATUS_REJECTED:
        _record(Decision.Action.SUBMITTED, instance.workflow_state, user)


@receiver(workflow_cancelled)
def log_withdrawal(instance, user, **kwargs):
    """Log that a submission was withdrawn, or ended by a taking down or by a change of its steps."""
    _record(Decision.Action.WITHDRAWN, instance, user)


def _record(action, workflow_state, user, **data):
    obj = workflow_state.content_object
    record_decision(
        action,
        obj=obj,
        user=user,
        revision=obj.latest_revision_id,
        data={"workflow_state": workflow_state.pk, **data},
    )
