"""The workflow of what is reviewed together."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import DraftStateMixin, Task, Workflow


def common_workflow(drafts: Iterable[DraftStateMixin]) -> Workflow | None:
    """Return the workflow that is strict enough for every one of ``drafts``: that with the most steps.

    Return None if one of them has none. Raises ``ValidationError`` if one has a step for which the others
    have no counterpart.
    """
    workflows = [draft.get_workflow() for draft in drafts]
    if not workflows or None in workflows:
        return None
    strictest = max(workflows, key=lambda workflow: len(steps_of(workflow)))
    if not all(_covers(strictest, workflow) for workflow in workflows if workflow != strictest):
        raise ValidationError(
            "These need the approval of different people, so they can’t be approved together. "
            "Submit them one by one."
        )
    return strictest


def steps_of(workflow: Workflow | None) -> list[Any]:
    """Return the active steps of ``workflow``, in order."""
    return [task.specific for task in workflow.tasks.filter(active=True)] if workflow else []


def _covers(strict: Workflow, other: Workflow) -> bool:
    """Tell whether ``strict`` has a step of its own for each of ``other`` that nobody else can approve."""
    remaining = steps_of(strict)
    for step in steps_of(other):
        counterpart = next((each for each in remaining if _is_as_strict(each, step)), None)
        if counterpart is None:
            return False
        remaining.remove(counterpart)
    return True


def _is_as_strict(step: Task, other: Task) -> bool:
    if step == other:
        return True
    roles, roles_of_other = set(getattr(step, "roles", [])), set(getattr(other, "roles", []))
    return bool(roles) and roles <= roles_of_other
