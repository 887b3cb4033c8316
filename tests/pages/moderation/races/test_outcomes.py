"""Pairs of deeds at once, often, with a count of whose took effect: a race that never happens proves nothing.

``RACES=200 EFFORT=full`` tries 200 orders of each; ``-rP`` prints the counts.
"""

import os
from collections import Counter

import pytest
from django.urls import reverse

from pages.moderation.models import AuditLogEntry
from tests.factories import DocumentFactory, OrganisationFactory
from tests.pages.files.content import mention
from tests.pages.moderation.invariants import check

from .interleaving import Interleaving
from .world import NEW, People, World

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
RACES = int(os.environ.get("RACES", "20"))
"""How many orders of each pair are tried."""


def edit_and_approve(people, section):
    world = World(people, section).submitted("author").decided("moderator")
    return world, {
        "edits": (world.save("author"), lambda: has_draft(world, "Slipped in")),
        "approves": (world.decide("officer"), lambda: world.now().title == NEW),
    }


def edit_and_withdraw(people, section):
    world = World(people, section).submitted("author")
    return world, {
        "edits": (world.save("author"), lambda: has_draft(world, "Slipped in")),
        "withdraws": (world.withdraw("author"), lambda: is_logged(world, "withdrawn")),
    }


def approve_and_withdraw(people, section):
    world = World(people, section).submitted().decided("moderator")
    return world, {
        "approves": (world.decide("officer"), lambda: world.now().title == NEW),
        "withdraws": (world.withdraw("editor"), lambda: is_logged(world, "withdrawn")),
    }


def replace_and_submit(people, section):
    """The file of a draft is replaced while the draft is submitted: afterwards it may not be."""
    world, document = World(people, section).saved(), DocumentFactory()
    draft = world.now().get_latest_revision_as_object()
    text = [("text", mention(document))]
    draft.responses.create(
        position="accepted", narrative=text, respondents=[OrganisationFactory()]
    )
    draft.save_revision(user=people["editor"])
    address = reverse("wagtaildocs:edit", args=[document.pk])
    form = {"title": "Another", "collection": document.collection_id, "tags": ""}
    return world, {
        "replaces": (
            world.post("administrator", address, form),
            lambda: title_of(document) == "Another",
        ),
        "submits": (
            lambda: draft.get_workflow().start(draft, people["editor"]),
            lambda: is_logged(world, "submitted"),
        ),
    }


def has_draft(world, title):
    return any(
        revision.content["title"] == title for revision in world.now().revisions.all()
    )


def is_logged(world, action):
    return AuditLogEntry.objects.about(world.page).filter(action=action).exists()


def title_of(document):
    document.refresh_from_db()
    return document.title


EXCLUSIVE = {approve_and_withdraw}
"""Of these one alone takes effect."""


@pytest.mark.parametrize(
    "pair",
    [edit_and_approve, edit_and_withdraw, approve_and_withdraw, replace_and_submit],
    ids=lambda pair: pair.__name__,
)
def test_whatever_takes_effect_only_what_was_approved_is_public(pair, section):
    people, outcomes = People(), Counter()
    for seed in range(RACES):
        world, deeds = pair(people, section)
        race = Interleaving(seed, {name: act for name, (act, _) in deeds.items()})
        race.run()
        assert not race.errors, str(race)
        check(world.page, world.loaded)
        outcomes[
            tuple(name for name, (_, happened) in deeds.items() if happened())
        ] += 1

    print(f"{pair.__name__}: {RACES} races, {dict(outcomes)}")
    wanted = [(name,) for name in deeds] if pair in EXCLUSIVE else [tuple(deeds)]
    assert all(outcomes[each] for each in wanted), outcomes
