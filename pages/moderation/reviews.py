"""Wagtail's reviews, one thing at a time.

Wagtail starts, resumes and cancels whatever a screen has read a while ago, partly in transactions of which
each holds a part. These wrappers lock the object first, and look at the review as it is by then.

When a step goes, Wagtail passes over it, to the publication if it was the last. Here the reviews end that
began with it.
"""

from functools import partial, wraps

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.models import Page, Task, Workflow, WorkflowState, WorkflowTask

from .authors import authors_since_publication
from .locks import lock
from .mail import messages


def keep_in_order() -> None:
    """Wrap Wagtail's methods."""
    Workflow.start = _start(Workflow.start)
    WorkflowState.cancel = _change(WorkflowState.cancel)
    WorkflowState.resume = _change(_resume(WorkflowState.resume))
    Workflow.deactivate = _end_before(Workflow.deactivate)
    Task.deactivate = _end_before(Task.deactivate)


def _start(start):
    """Submit what is the newest revision by then."""

    @wraps(start)
    @transaction.atomic
    def locked(workflow, obj, user):
        lock(obj)
        return start(workflow, obj, user)

    return locked


def _change(change):
    """Do all or nothing."""

    @wraps(change)
    @transaction.atomic
    def locked(state, *args, **options):
        lock(state.content_object)
        state.refresh_from_db()
        return change(state, *args, **options)

    return locked


def _resume(resume):
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


def _end_before(deactivate):
    """End the reviews by a workflow, or by one with a step, before it is put out of use."""

    @wraps(deactivate)
    @transaction.atomic
    def ended(workflow_or_step, user=None):
        is_workflow = isinstance(workflow_or_step, Workflow)
        _end(Q(**{"workflow" if is_workflow else "workflow__workflow_tasks__task": workflow_or_step}), user)
        return deactivate(workflow_or_step, user=user)

    return ended


@receiver(pre_delete, sender=WorkflowTask)
def end_what_began_with_a_step_that_goes(instance, **kwargs):
    """End the reviews by a workflow of which a step is taken out."""
    _end(Q(workflow=instance.workflow_id))


def _end(those: Q, user=None) -> None:
    """End ``those`` reviews, be the step behind them: a change would begin them again. Drafts stay."""
    states = sorted(WorkflowState.objects.active().filter(those).distinct(), key=_place)
    # All before anything is written, and pages from the top, as whoever takes down locks them.
    for obj, state in [(lock(state.content_object), state) for state in states]:
        state.refresh_from_db()
        if not state.is_active:
            continue
        told = Q(pk__in=authors_since_publication(obj)) | Q(pk=state.requested_by_id)
        state.cancel(user=user)
        people = list(get_user_model().objects.filter(told, is_active=True))
        transaction.on_commit(partial(messages.tell_of_end, obj, people))


def _place(state: WorkflowState) -> tuple[str, str]:
    obj = state.content_object
    return ("", obj.path) if isinstance(obj, Page) else (state.content_type.model, state.object_id)
