"""Bulk actions and the admin's API keep the rule, whoever calls them for whatever."""

from functools import partial

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from . import people
from .addresses import Address
from .attempts import attempt, forms, send, walk
from .not_yet import settle
from .register import of_kind
from .world import World, key_of

pytestmark = pytest.mark.django_db

BULK_ACTIONS = of_kind("bulk action")
API_ACTIONS = of_kind("api action")


def things_of(world: World, label: str) -> list:
    """Return what a bulk action on this model can be tried on."""
    if label == "wagtailcore.page":
        return list(world.pages.values())
    by_label = {
        "auth.user": [world.people[people.AUTHOR]],
        "feedback.feedbackentry": [world.things["entry"]],
        "wagtaildocs.document": [world.things["document"]],
        "wagtailimages.image": [world.things["image"]],
    }
    return by_label.get(label) or world.snippets[label]


@pytest.mark.parametrize("route", sorted(BULK_ACTIONS))
def test_a_bulk_action_changes_nothing_against_the_rule(world, route, who, wide):
    label, action = route.split()
    address = reverse("wagtail_bulk_action", args=[*label.split("."), action])
    found = []
    for thing in things_of(world, label):
        path = f"{address}?id={thing.pk}"
        target = Address(f"bulk {route}", key_of(thing), path)
        choices = {
            "role": Group.objects.get(name="Moderators").pk,
            "collection": world.things["collection"].pk,
            "tags": "hostile",
        }
        sent = [None, *({**form, **choices} for form in forms(world, target))]
        for person in who:
            found += walk(world, BULK_ACTIONS[route], person, target, sent)

    settle("bulk action", route, found, wide=wide)


@pytest.mark.parametrize("route", sorted(API_ACTIONS))
def test_an_action_of_the_api_changes_nothing_against_the_rule(world, route, who, wide):
    found = []
    for label, page in world.pages.items():
        path = reverse("wagtailadmin_api:pages:action", args=[page.pk, route])
        data = {
            "destination_page_id": world.things["destination"].pk,
            "recursive": "true",
            "keep_live": "true",
            "slug": "hostile",
            "title": "Hostile change",
            "update_slug": "hostile",
            "position": "first-child",
            "locale": "cy",
            "copy_parents": "true",
            "alias": "true",
            "revision_id": (page.scheduled_revision or page.latest_revision).pk,
        }
        for person in who:
            address = Address(f"API {route}", label, path)
            act = partial(send, world, person, address, data)
            done = attempt(world, API_ACTIONS[route], person, act)
            found += [f"POST {address.route} of “{label}” as {person} changed: {each}" for each in done]

    settle("api action", route, found, wide=wide)
