"""The workflow of what is reviewed together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from wagtail.models import DraftStateMixin, Task, Workflow

from . import roles
from .authors import authors_in_review
from .outside_approver import OutsideApprover


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


@dataclass
class RemainingStep:
    """A step of a review that nobody has approved yet."""

    name: str
    role_holders: list[User] = field(default_factory=list)
    """Everybody with the role."""
    eligible: list[User] = field(default_factory=list)
    """The role holders who are no authors and approved no other step."""
    available: list[User] = field(default_factory=list)
    """The eligible people whom no other step needs."""
    authors: list[User] = field(default_factory=list)
    """The role holders who wrote part of the changes."""
    by_link: list[OutsideApprover] = field(default_factory=list)
    """Those without an account who may approve the step by a link."""


def eligible_approvers(task: Task, obj: DraftStateMixin, authors: set[int]) -> set[User]:
    """Return the people who may approve the step ``task`` of ``obj`` now; none of ``authors`` may."""
    excluded = authors | task.approvers_of_other_steps(obj)
    return {person for person in task.users_with_role() if person.pk not in excluded}


def remaining_steps(obj: DraftStateMixin) -> list[RemainingStep]:
    """Return the steps that ``obj``, which is in review, still needs, in order."""
    authors = authors_in_review(obj)
    steps = []
    for task in remaining_tasks(obj):
        role_holders = _sort_by_name(task.users_with_role())
        steps.append(
            RemainingStep(
                task.name,
                role_holders=role_holders,
                eligible=_sort_by_name(eligible_approvers(task, obj, authors)),
                authors=[person for person in role_holders if person.pk in authors],
                by_link=[
                    entry
                    for entry in OutsideApprover.objects.confirmed().deciding(task)
                    if not entry.accounts & authors
                ],
            )
        )
    _find_available_people(steps)
    return steps


def _sort_by_name(people: Iterable[User]) -> list[User]:
    return sorted(people, key=lambda person: (roles.display_name(person).casefold(), person.pk))


def remaining_tasks(obj: DraftStateMixin) -> list[Task]:
    """Return the steps that ``obj``, which is in review, still needs, as Wagtail's tasks."""
    workflow_state = obj.current_workflow_state
    done = workflow_state.successful_task_states.values("task")
    tasks = [task.specific for task in workflow_state.workflow.tasks.filter(active=True).exclude(pk__in=done)]
    return [task for task in tasks if hasattr(task, "users_with_role")]


def _find_available_people(steps: list[RemainingStep]) -> None:
    """Fill in who can approve each step if one person never approves two.

    Steps are approved in order, so with too few people it is a later step that has nobody left.
    """
    possible: list[RemainingStep] = []
    for step in steps:
        if _can_all_be_approved([*possible, step]):
            possible.append(step)
    for step in possible:
        others = [other for other in possible if other is not step]
        step.available = [person for person in step.eligible if _can_all_be_approved(others, without=person)]


def _can_all_be_approved(steps: list[RemainingStep], without: User | None = None) -> bool:
    """Tell whether a different person can be found for each step, leaving out the person ``without``."""
    teams = product(*({*step.eligible} - {without} for step in steps))
    return any(len(set(team)) == len(steps) for team in teams)


def describe_approvers(obj: DraftStateMixin) -> tuple[str, bool]:
    """Return a sentence for each step about who can approve it, and whether every step has somebody."""
    steps = remaining_steps(obj)
    lines = [f"{step.name}: {_who_can_approve(step) or _why_nobody(step)}." for step in steps]
    is_possible = all(step.available or step.by_link for step in steps)
    if not is_possible:
        lines.append(_advice(steps))
    return " ".join(lines), is_possible


def _names(people: list[User], conjunction: str = "or") -> str:
    return get_text_list([roles.display_name(person) for person in people], conjunction)


def _who_can_approve(step: RemainingStep) -> str:
    names = [roles.display_name(person) for person in step.available]
    return get_text_list([*names, *(f"the {entry} by link" for entry in step.by_link)], "or")


def _why_nobody(step: RemainingStep) -> str:
    nobody = "nobody can approve this step, because "
    if not step.role_holders:
        return f"{nobody}nobody has the role"
    need = "is" if len(step.eligible) == 1 else "are"
    others = [person for person in step.role_holders if person not in step.authors + step.eligible]
    reasons = {
        "wrote part of it": step.authors,
        f"{need} needed for another step": step.eligible,
        "approved another step": others,
    }
    return nobody + " and ".join(
        f"{_names(people, 'and')} {reason}" for reason, people in reasons.items() if people
    )


def _advice(steps: list[RemainingStep]) -> str:
    administrators = _names(_sort_by_name(roles.users_with_role(roles.SITE_ADMINISTRATORS)))
    ask = f"ask {administrators}" if administrators else "ask whoever looks after the accounts"
    can_be_urgent = len(steps) > 1 and any(step.available for step in steps)
    urgently = "ask whoever can take one step to publish it urgently, " if can_be_urgent else ""
    return (
        f"You can {ask} to give somebody else the role, {urgently}"
        "or withdraw what you submitted (“Take back from approval”)."
    )
