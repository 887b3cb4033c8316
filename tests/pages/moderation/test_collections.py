"""A collection says who may read its files: Site administrators look after them, and that is logged."""

import pytest
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from pages.moderation.models import Decision
from pages.moderation.roles import APPROVING_OFFICERS, EDITORS, FEEDBACK_TEAM, MODERATORS, SITE_ADMINISTRATORS
from tests.factories import UserFactory


@pytest.fixture
def private(db) -> Collection:
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    return Collection.objects.get(pk=private.pk)


@pytest.fixture
def inside(private) -> Collection:
    return private.add_child(name="Inside")


@pytest.fixture
def administrator(client, db):
    user = UserFactory(roles=[SITE_ADMINISTRATORS])
    client.force_login(user)
    return user


def address(name, *args) -> str:
    return reverse(f"wagtailadmin_collections:{name}", args=args)


def lines(action="collection") -> list:
    found = Decision.objects.filter(action=action, actor_id__isnull=False).order_by("pk")
    return [(line.actor_id, line.object_name, line.data["what"]) for line in found]


def test_a_site_administrator_makes_one_and_it_is_logged(client, administrator):
    root = Collection.get_first_root_node()

    client.post(address("add"), {"name": "New", "parent": root.pk})

    assert lines() == [(administrator.pk, "New", "added")]


def test_moving_one_out_of_a_private_one_is_logged(client, administrator, inside):
    root = Collection.get_first_root_node()

    client.post(address("edit", inside.pk), {"name": "Inside", "parent": root.pk})

    assert Collection.objects.get(pk=inside.pk).get_parent() == root
    moved = f"moved: from {root} / Private to {root}"
    assert lines() == [(administrator.pk, "Inside", "changed"), (administrator.pk, "Inside", moved)]


def test_closing_one_and_opening_it_is_logged(client, administrator):
    public = Collection.get_first_root_node().add_child(name="Public")
    form = {"restriction_type": "login", "password": "", "groups": []}

    client.post(address("set_privacy", public.pk), form)
    client.post(address("set_privacy", public.pk), {**form, "restriction_type": "none"})

    assert [(actor, what) for actor, _, what in lines("privacy")] == [
        (administrator.pk, "added"),
        (administrator.pk, "deleted"),
    ]


def test_deleting_one_is_logged(client, administrator, inside):
    client.post(address("delete", inside.pk))

    assert lines() == [(administrator.pk, "Inside", "deleted")]


def test_a_site_administrator_finds_them(client, administrator, inside):
    assert "Inside" in client.get(address("index")).content.decode()


@pytest.mark.parametrize("role", [EDITORS, MODERATORS, APPROVING_OFFICERS, FEEDBACK_TEAM])
def test_nobody_else_changes_one(client, inside, role):
    client.force_login(UserFactory(roles=[role]))

    client.post(address("edit", inside.pk), {"name": "Mine", "parent": Collection.get_first_root_node().pk})

    assert Collection.objects.get(pk=inside.pk).name == "Inside"
