"""What somebody who looks after accounts can send, whether or not a screen offers it."""

import re

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from wagtail.models import WorkflowTask
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from pages.moderation.approval import roles
from tests.signing_in import use_second_factor


def signed_in_client(user):
    client = Client()
    client.force_login(user)
    use_second_factor(client)
    return client


def form_of(person, **changes):
    names = changes.pop("roles", None)
    if names is None:
        names = person.groups.values_list("name", flat=True)
    form = {
        "username": person.username,
        "email": person.email,
        "first_name": person.first_name or "A",
        "last_name": person.last_name or "B",
        "is_active": "on" if person.is_active else "",
        "is_superuser": "on" if person.is_superuser else "",
        "groups": list(
            Group.objects.filter(name__in=names).values_list("pk", flat=True)
        ),
        **changes,
    }
    return {name: value for name, value in form.items() if value != ""}


def edit(client, person, **changes):
    return client.post(
        reverse("wagtailusers_users:edit", args=[person.pk]), form_of(person, **changes)
    )


def in_bulk(client, action, form, *people):
    address = reverse("wagtail_bulk_action", args=["auth", "user", action])
    keys = "&".join(f"id={person.pk}" for person in people)
    return client.post(
        f"{address}?{keys}&next={reverse('wagtailusers_users:index')}", form
    )


def deactivate_by_form(client, people):
    for person in people:
        edit(client, person, is_active="")


def deactivate_in_bulk(client, people):
    in_bulk(client, "set_active_state", {"mark_as_active": "False"}, *people)


def suspend(client, people):
    for person in people:
        client.post(reverse("moderation:second_person"), {"account": person.pk})


def workflow_form(workflow, tasks, page=None):
    """Return the form of a workflow that keeps ``tasks`` of its steps, and is put on ``page``."""
    rows = WorkflowTask.objects.filter(workflow=workflow).order_by("sort_order")
    steps = [
        {
            "id": row.pk,
            "task": row.task_id,
            "DELETE": "" if row.task_id in tasks else "on",
        }
        for row in rows
    ]
    forms = {
        "workflow_tasks": inline_formset(steps, initial=len(steps)),
        "pages": inline_formset([{"page": page.pk}] if page else []),
    }
    return nested_form_data({"name": workflow.name, "active": "on", **forms})


def held(person):
    return roles.roles_of(User.objects.get(pk=person.pk))


def give_by_form(client, person, role):
    edit(client, person, roles=[role])


def give_in_bulk(client, person, role):
    in_bulk(client, "assign_role", {"role": Group.objects.get(name=role).pk}, person)


def link_in(message):
    return re.search(r"https?://[^/]+(/\S+)", message.body)[1]
