"""Wagtail's actions, called by code with the person who asks for them, keep the rule."""

import contextlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.module_loading import import_string
from wagtail.models import Locale

from complaints.models import RecommendationResponsePage
from pages.models import Notice

from .attempts import attempt
from .not_yet import settle
from .register import of_kind
from .world import HOSTILE, World, words_of

pytestmark = pytest.mark.django_db

ROUTES = of_kind("action")


def fresh(instance):
    """Return ``instance`` as it is stored."""
    return type(instance).objects.get(pk=instance.pk)


def changed(instance):
    """Return ``instance`` with hostile words in it."""
    setattr(instance, words_of(instance), HOSTILE)
    return instance


def new_page(world: World):
    """Return a page that is not stored yet."""
    return RecommendationResponsePage(title=HOSTILE, number="99", wording="Do it.", wording_source="Page 1")


def new_notice(world: World):
    """Return a notice that is not stored yet."""
    return Notice(text=HOSTILE)


def calls(world: World, name: str, action, user) -> list:
    """Return the ways to call ``action``, of the class with this name; a new class has to be added here."""
    pages = [fresh(page) for page in world.pages.values()]
    snippets = [fresh(each) for pair in world.snippets.values() for each in pair]
    above, elsewhere = fresh(world.things["parent"]), fresh(world.things["destination"])
    welsh = Locale.objects.get(language_code="cy")
    return {
        "CreateAction": lambda: [action(new_notice(world), user=user, publish=True)],
        "CreatePageAction": lambda: [action(new_page(world), above, user=user, publish=True)],
        "EditAction": lambda: [action(changed(each), user=user, publish=True) for each in snippets],
        "EditPageAction": lambda: [action(changed(each), user=user, publish=True) for each in pages],
        "DeleteAction": lambda: [action(each, user=user) for each in snippets],
        "DeletePageAction": lambda: [action(each, user=user) for each in pages],
        "CopyPageAction": lambda: [
            action(each, to=elsewhere, keep_live=True, user=user, update_attrs={"slug": "hostile"})
            for each in pages
        ],
        "CreatePageAliasAction": lambda: [
            action(each, parent=elsewhere, update_slug="hostile", user=user) for each in pages
        ],
        "ConvertAliasPageAction": lambda: [action(each, user=user) for each in pages],
        "CopyPageForTranslationAction": lambda: [
            action(each, welsh, copy_parents=True, alias=True, user=user) for each in pages
        ],
        "CopyForTranslationAction": lambda: [action(each, welsh, user=user) for each in pages],
        "MovePageAction": lambda: [action(each, elsewhere, pos="first-child", user=user) for each in pages],
        "PublishRevisionAction": lambda: [action(each.latest_revision, user=user) for each in snippets],
        "PublishPageRevisionAction": lambda: [action(each.latest_revision, user=user) for each in pages],
        "UnpublishAction": lambda: [action(each, user=user) for each in snippets],
        "UnpublishPageAction": lambda: [action(each, user=user, include_descendants=True) for each in pages],
        "RevertToRevisionAction": lambda: [
            action(each, each.revisions.earliest("pk"), user=user, approved_go_live_at=None)
            for each in snippets
        ],
        "RevertToPageRevisionAction": lambda: [
            action(each, each.revisions.earliest("pk"), user=user) for each in pages
        ],
    }[name]()


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_an_action_changes_nothing_against_the_rule(world, route, who, wide):
    where = route.split()[-1]
    name = where.rpartition(".")[2]
    found = []
    for person, user in world.people.items():
        if person not in who:
            continue
        for number in range(len(calls(world, name, import_string(where), user))):

            def act():
                with contextlib.suppress(PermissionDenied, ValidationError, RuntimeError, TypeError):
                    calls(world, name, import_string(where), user)[number].execute()  # noqa: B023

            done = attempt(world, ROUTES[route], person, act)
            found += [f"{name} (case {number}) as {person} changed: {each}" for each in done]

    settle("action", route, found, wide=wide)
