"""No type of workflow step lets an author, or somebody outside the step, approve."""

from functools import partial

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from pages.moderation.roles import MODERATORS

from . import people
from .addresses import Address
from .attempts import attempt, send
from .not_yet import settle
from .register import of_kind
from .world import key_of

ROUTES = of_kind("task")


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(ROUTES))
def test_a_step_of_any_type_is_approved_by_independent_people_only(world, route):
    task = apps.get_model(route).objects.create(name="Hostile step")
    if hasattr(task, "groups"):
        task.groups.add(Group.objects.get(name=MODERATORS))
    workflow = Workflow.objects.create(name="Hostile")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    page = world.pages["submitted"]
    WorkflowPage.objects.create(workflow=workflow, page=page)
    page.current_workflow_state.cancel()
    page.get_workflow().start(page, world.people[people.AUTHOR])
    state = page.current_workflow_task_state
    path = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    may = {key_of(page): [people.MODERATOR, people.FIRST_APPROVER]}

    found = []
    for person in people.EVERYBODY:
        address = Address(f"approve at {route}", "submitted", path)
        world.approvers |= may
        done = attempt(world, ROUTES[route], person, partial(send, world, person, address, {}))
        # What the test itself has set up is no change that somebody made.
        found += [f"{address.route} as {person} changed: {each}" for each in done if "rule: " not in each]
    world.approvers.pop(key_of(page))

    settle("task", route, found, wide=True)
