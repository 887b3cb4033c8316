"""Submissions and their withdrawal go into the log, whichever screen they come from."""

from django.dispatch import receiver
from wagtail.models import TaskState
from wagtail.signals import task_submitted, workflow_cancelled, workflow_submitted

from . import log
from .models import Decision


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
    log.record(
        action,
        obj=obj,
        user=user,
        revision=obj.latest_revision_id,
        data={"workflow_state": workflow_state.pk, **data},
    )
