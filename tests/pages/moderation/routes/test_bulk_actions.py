"""Bulk actions keep the rule, whoever calls them for whatever."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.effort import by_effort, every_nth

from . import people
from .addresses import Address
from .attempts import MORE, request, walk
from .register import of_kind
from .world import World, key_of, snippets_tried

pytestmark = pytest.mark.django_db


def things_of(world: World, label: str) -> list:
    """Return what a bulk action on this model can be tried on, if there is anything."""
    if label == "wagtailcore.page":
        return list(world.pages.values())
    by_label = {
        "auth.user": [world.people[people.AUTHOR]],
        "feedback.feedbackentry": [world.things["entry"]],
        "wagtaildocs.document": [world.things["document"]],
        "wagtailimages.image": [world.things["image"]],
    }
    return by_label.get(label) or snippets_tried(world).get(label, [])


def walk_bulk_action(world: World, its_class: str, route: str) -> list[str]:
    """Try a bulk action on everything that it is for; return what broke the rule."""
    label, action = route.split()
    address = reverse("wagtail_bulk_action", args=[*label.split("."), action])
    choices = {
        "role": Group.objects.get(name="Moderators").pk,
        "collection": world.things["collection"].pk,
        "tags": "hostile",
        "title": "hostile",
    }
    things = things_of(world, label)
    found = [] if things else [f"{route} cannot be tried: world.py makes no {label}"]
    for number, thing in enumerate([*things[:1], *every_nth(MORE, things[1:])]):
        target = Address(f"bulk {route}", key_of(thing), f"{address}?id={thing.pk}")
        for person in by_effort([], people.WHO_TRIES):
            found += request(world, its_class, person, target)[1]
        found += walk(
            world,
            its_class,
            target,
            people.WHO_TRIES_MORE if number else people.WHO_TRIES,
            **choices,
        )
    return found


def test_bulk_actions_change_nothing_against_the_rule(world):
    routes = of_kind("bulk action").items()
    found = [
        broken
        for name, its_class in routes
        for broken in walk_bulk_action(world, its_class, name)
    ]

    assert not found, "\n".join(found)
