"""Wagtail's reviews, one thing at a time.

Wagtail starts, resumes and cancels whatever a screen has read a while ago, partly in transactions of which
each holds a part. These wrappers lock the object first, and look at the review as it is by then.
"""

from functools import wraps

from django.db import transaction
from wagtail.models import Workflow, WorkflowState

from .locks import lock


def keep_in_order() -> None:
    """Wrap Wagtail's methods."""
    Workflow.start = _start(Workflow.start)
    WorkflowState.cancel = _change(WorkflowState.cancel)
    WorkflowState.resume = _change(_resume(WorkflowState.resume))


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
