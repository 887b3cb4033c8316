"""Who can still approve what is in review, step by step.

Whoever wrote part of it cannot, and nobody takes two steps: a team in which one person holds both roles
has somebody for each step, and still cannot finish.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.utils.text import get_text_list

from . import roles
from .authors import authors_since_publication


@dataclass
class Step:
    """A step that is still to be taken."""

    name: str
    holders: list = field(default_factory=list)
    """Everyone who holds the role."""
    free: list = field(default_factory=list)
    """Those of them who wrote none of it and took no other step."""
    people: list = field(default_factory=list)
    """Those of them whom no other step needs."""
    authors: list = field(default_factory=list)
    """Those of the holders who wrote part of it."""


def who_may_take(task: Any, obj: Any) -> set:
    """Return those who may take the step ``task`` now."""
    barred = authors_since_publication(obj) | task.taken_besides(obj)
    return {person for person in task.holders() if person.pk not in barred}


def steps_ahead(obj: Any) -> list[Step]:
    """Return the steps that ``obj``, which is in review, still needs, in their order."""
    authors = authors_since_publication(obj)
    steps = []
    for task in _tasks_ahead(obj):
        holders = _sorted(task.holders())
        free = _sorted(who_may_take(task, obj))
        wrote = [person for person in holders if person.pk in authors]
        steps.append(Step(task.name, holders=holders, free=free, authors=wrote))
    _assign(steps)
    return steps


def _sorted(people: Iterable) -> list:
    return sorted(people, key=lambda person: (roles.name_of(person).casefold(), person.pk))


def _tasks_ahead(obj: Any) -> list:
    state = obj.current_workflow_state
    done = state.successful_task_states.values("task")
    tasks = [task.specific for task in state.workflow.tasks.filter(active=True).exclude(pk__in=done)]
    return [task for task in tasks if hasattr(task, "holders")]


def _assign(steps: list[Step]) -> None:
    """Fill in who can take each step so that one person never takes two.

    Steps are taken in their order, so when there are too few people it is the later step that nobody is
    left for.
    """
    possible: list[Step] = []
    for step in steps:
        if _can_all_be_taken([*possible, step]):
            possible.append(step)
    for step in possible:
        others = [other for other in possible if other is not step]
        step.people = [person for person in step.free if _can_all_be_taken(others, absent=person)]


def _can_all_be_taken(steps: list[Step], absent: Any = None) -> bool:
    """Tell whether a different person can be found for each of the steps; ``absent`` takes none."""
    teams = product(*({*step.free} - {absent} for step in steps))
    return any(len(set(team)) == len(steps) for team in teams)


def in_words(obj: Any) -> tuple[str, bool]:
    """Return who can approve each step in plain English, and whether there is somebody for each."""
    steps = steps_ahead(obj)
    lines = [f"{step.name}: {_names(step.people) or _why_nobody(step)}." for step in steps]
    is_possible = all(step.people for step in steps)
    if not is_possible:
        lines.append(_what_to_do(steps))
    return " ".join(lines), is_possible


def _names(people: list, conjunction: str = "or") -> str:
    return get_text_list([roles.name_of(person) for person in people], conjunction)


def _why_nobody(step: Step) -> str:
    nobody = "nobody can approve this step, because "
    if not step.holders:
        return f"{nobody}nobody has the role"
    need = "is" if len(step.free) == 1 else "are"
    reasons = {
        "wrote part of it": step.authors,
        f"{need} needed for another step": step.free,
        "approved another step": [each for each in step.holders if each not in step.authors + step.free],
    }
    return nobody + " and ".join(f"{_names(them, 'and')} {why}" for why, them in reasons.items() if them)


def _what_to_do(steps: list[Step]) -> str:
    administrators = _names(_sorted(roles.holders(roles.SITE_ADMINISTRATORS)))
    asked = f"ask {administrators}" if administrators else "ask whoever looks after the accounts"
    can_be_urgent = len(steps) > 1 and any(step.people for step in steps)
    urgently = "ask whoever can take one step to publish it urgently, " if can_be_urgent else ""
    return (
        f"You can {asked} to give somebody else the role, {urgently}"
        "or withdraw what you submitted (“Cancel workflow”)."
    )
