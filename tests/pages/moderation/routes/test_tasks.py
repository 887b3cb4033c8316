"""No type of workflow step lets an author, or somebody outside the step, approve."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from pages.moderation.approval.roles import MODERATORS
from tests.submissions import decision, review_address

from . import people
from .addresses import Address
from .attempts import request, send
from .recording import undone
from .register import of_kind
from .world import SUBMITTED, World, fresh, key_of

OURS = "moderation.independentapprovaltask"


def submit_to(world: World, route: str):
    """Return the submitted page after it was submitted anew, to nothing but a step of this type."""
    task = apps.get_model(route).objects.create(name="Hostile step")
    if hasattr(task, "groups"):
        task.groups.add(Group.objects.get(name=MODERATORS))
    workflow = Workflow.objects.create(name="Hostile")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    page = fresh(world.pages["submitted"])
    WorkflowPage.objects.create(workflow=workflow, page=page)
    page.current_workflow_state.cancel()
    page = fresh(page)
    page.get_workflow().start(page, world.people[people.AUTHOR])
    return page


def approvals(page, route: str) -> list[tuple[Address, dict]]:
    """Return what may approve ``page`` at its step, with what is sent: ours takes the review screen alone."""
    state = page.current_workflow_task_state
    path = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]
    )
    found = [(Address(f"approve at {route}", "submitted", path), {})]
    if route == OURS:
        found.append(
            (
                Address(f"decide at {route}", "submitted", review_address(state)),
                decision(state),
            )
        )
    return found


def walk_step(world: World, its_class: str, route: str) -> list[str]:
    """Let everybody approve at a step of this type; return what broke the rule."""
    found = []
    with undone():
        page = submit_to(world, route)
        world.approvers[key_of(page)] = [people.MODERATOR, people.FIRST_APPROVER]
        for address, sent in approvals(page, route):
            for person in people.EVERYBODY:
                found += request(world, its_class, person, address, sent)[1]
        del world.approvers[key_of(page)]
    return [broken for broken in found if not is_only_set_up(broken)]


def is_only_set_up(broken: str) -> bool:
    """Tell whether a line names nothing but the workflow that was set up here: nobody else changed that."""
    changed = broken.partition(" changed: ")[2].split("; ")
    return all(each.startswith("rule: ") for each in changed)


@pytest.mark.django_db
def test_an_independent_person_approves_at_our_own_step(world):
    with undone():
        page = submit_to(world, OURS)
        _, (address, sent) = approvals(page, OURS)
        send(world, people.MODERATOR, address, sent)

        assert fresh(page).title == SUBMITTED


@pytest.mark.django_db
def test_steps_of_any_type_are_approved_by_independent_people_only(world):
    routes = of_kind("task").items()
    found = [
        broken
        for name, its_class in routes
        for broken in walk_step(world, its_class, name)
    ]

    assert not found, "\n".join(found)
