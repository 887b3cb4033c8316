"""No type of workflow step lets an author, or somebody outside the step, approve."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from pages.moderation.rules.roles import MODERATORS

from . import people
from .addresses import Address
from .attempts import request
from .recording import undone
from .register import of_kind
from .world import World, fresh, key_of


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


def walk_step(world: World, its_class: str, route: str) -> list[str]:
    """Let everybody approve at a step of this type; return what broke the rule."""
    found = []
    with undone():
        page = submit_to(world, route)
        arguments = [page.pk, "approve", page.current_workflow_task_state.pk]
        path = reverse("wagtailadmin_pages:workflow_action", args=arguments)
        address = Address(f"approve at {route}", "submitted", path)
        world.approvers[key_of(page)] = [people.MODERATOR, people.FIRST_APPROVER]
        for person in people.EVERYBODY:
            found += request(world, its_class, person, address, {})[1]
        del world.approvers[key_of(page)]
    # What was set up here is no change that somebody made.
    return [broken for broken in found if "rule: " not in broken]


@pytest.mark.django_db
def test_steps_of_any_type_are_approved_by_independent_people_only(world):
    routes = of_kind("task").items()
    found = [broken for name, its_class in routes for broken in walk_step(world, its_class, name)]

    assert not found, "\n".join(found)
