"""The unfinished work of somebody who leaves, for others to take over."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from wagtail.models import DraftStateMixin, Page, TaskState, WorkflowState

from pages.moderation.gate.approval import Approver, obstacle, review_of
from pages.moderation.gate.approval_task import IndependentApprovalTask
from pages.moderation.gate.authors import Authorship


def open_drafts(person: User) -> list[DraftStateMixin]:
    """Return what ``person`` wrote or submitted that is not public yet, in review or not."""
    written = Authorship.objects.filter(user_id=person.pk)
    drafts: list[Any] = []
    for label in written.values_list("model", flat=True).distinct():
        model: Any = apps.get_model(label)
        if issubclass(model, DraftStateMixin):
            keys = list(written.filter(model=label).values_list("object_id", flat=True))
            drafts += model.objects.filter(pk__in=keys, has_unpublished_changes=True)
    submitted = [state.content_object for state in WorkflowState.objects.active().filter(requested_by=person)]
    drafts += [obj for obj in submitted if obj not in drafts]
    pages = Page.objects.specific().in_bulk([obj.pk for obj in drafts if isinstance(obj, Page)])
    found = [pages.get(obj.pk) if isinstance(obj, Page) else obj for obj in drafts]
    return [obj for obj in found if obj]  # some may be deleted by now


def open_reviews(person: User) -> list[DraftStateMixin]:
    """Return what waits at a step that ``person`` could approve, even if the account is inactive."""
    steps = IndependentApprovalTask.objects.filter(groups__in=person.groups.all())
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__in=steps.values("pk"))
    return [
        obj
        for step in waiting
        if (obj := step.workflow_state.content_object)
        and not obstacle(Approver(step.task_id, frozenset([person.pk])), review_of(obj))
    ]
