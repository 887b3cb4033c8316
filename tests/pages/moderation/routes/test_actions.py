"""Wagtail's actions, called by code with the person who asks for them, keep the rule."""

from contextlib import suppress
from functools import partial

import pytest
from django.utils.module_loading import import_string
from wagtail.actions.convert_alias import ConvertAliasPageError
from wagtail.models import Locale

from complaints.models import RecommendationResponsePage
from pages.content.models import Notice
from tests.effort import every_nth

from .attempts import attempt, refused_or_done
from .people import WHO_CALLS
from .register import of_kind
from .world import HOSTILE, World, everything, fresh, with_hostile_words


def new_page(world: World):
    """Return a page that is not stored yet."""
    return RecommendationResponsePage(
        title=HOSTILE, number="99", wording="Do it.", wording_source="Page 1"
    )


def new_notice(world: World):
    """Return a notice that is not stored yet."""
    return Notice(text=HOSTILE)


def above(world: World):
    """Return the page that most pages stand below."""
    return fresh(world.things["parent"])


def elsewhere(world: World):
    """Return another place for a page."""
    return fresh(world.things["destination"])


def welsh():
    """Return another language."""
    return Locale.objects.get(language_code="cy")


NEW_CALLS = {
    "CreateAction": lambda world, action, user: action(
        new_notice(world), user=user, publish=True
    ),
    "CreatePageAction": lambda world, action, user: action(
        new_page(world), above(world), user=user, publish=True
    ),
}
PAGE_CALLS = {
    "EditPageAction": lambda world, action, page, user: action(
        with_hostile_words(page), user=user, publish=True
    ),
    "DeletePageAction": lambda world, action, page, user: action(page, user=user),
    "CopyPageAction": lambda world, action, page, user: action(
        page,
        to=elsewhere(world),
        keep_live=True,
        user=user,
        update_attrs={"slug": "hostile"},
    ),
    "CreatePageAliasAction": lambda world, action, page, user: action(
        page, parent=elsewhere(world), update_slug="hostile", user=user
    ),
    "ConvertAliasPageAction": lambda world, action, page, user: action(page, user=user),
    "CopyPageForTranslationAction": lambda world, action, page, user: action(
        page, welsh(), copy_parents=True, alias=True, user=user
    ),
    "CopyForTranslationAction": lambda world, action, page, user: action(
        page, welsh(), user=user
    ),
    "MovePageAction": lambda world, action, page, user: action(
        page, elsewhere(world), pos="first-child", user=user
    ),
    "PublishPageRevisionAction": lambda world, action, page, user: action(
        page.latest_revision, user=user
    ),
    "UnpublishPageAction": lambda world, action, page, user: action(
        page, user=user, include_descendants=True
    ),
    "RevertToPageRevisionAction": lambda world, action, page, user: action(
        page, page.revisions.earliest("pk"), user=user
    ),
}
SNIPPET_CALLS = {
    "EditAction": lambda world, action, snippet, user: action(
        with_hostile_words(snippet), user=user, publish=True
    ),
    "DeleteAction": lambda world, action, snippet, user: action(snippet, user=user),
    "PublishRevisionAction": lambda world, action, snippet, user: action(
        snippet.latest_revision, user=user
    ),
    "UnpublishAction": lambda world, action, snippet, user: action(snippet, user=user),
    "RevertToRevisionAction": lambda world, action, snippet, user: action(
        snippet, snippet.revisions.earliest("pk"), user=user, approved_go_live_at=None
    ),
}

STEP_CALLS = {
    name: lambda world, action, thing, user: action(
        thing.current_workflow_task_state, user=user
    )
    for name in ("ApproveTaskStateAction", "RejectTaskStateAction")
}
"""Those of the open step of a review; like the following, from Wagtail 8.1 on."""
WORKFLOW_CALLS = {
    **STEP_CALLS,
    **{
        name: lambda world, action, thing, user: action(thing, user=user)
        for name in (
            "SubmitWorkflowAction",
            "ResumeWorkflowAction",
            "CancelWorkflowAction",
        )
    },
}
CALLS = {**NEW_CALLS, **PAGE_CALLS, **SNIPPET_CALLS, **WORKFLOW_CALLS}

EXPECTED = {"ConvertAliasPageAction": (ConvertAliasPageError,)}
"""What an action ends with that is no refusal: there is no alias, since nobody can make one."""
with suppress(ImportError):
    from wagtail.actions.workflow import WorkflowStateError

    # Most things are not in the state that the action is for.
    EXPECTED |= dict.fromkeys(WORKFLOW_CALLS, (WorkflowStateError,))


def things_for(world: World, name: str) -> list:
    """Return what the action of this name is tried on; ``None`` stands for something new.

    At small effort that is the first thing and every third of the others.
    """
    first, *others = all_things_for(world, name)
    return [first, *every_nth(3, others)]


def all_things_for(world: World, name: str) -> list:
    """Return all that has what the action of this name is about."""
    if name in NEW_CALLS:
        return [None]
    if name in WORKFLOW_CALLS:
        found = everything(world)
        return [
            each
            for each in found
            if name not in STEP_CALLS or fresh(each).current_workflow_task_state
        ]
    return (
        list(world.pages.values())
        if name in PAGE_CALLS
        else everything(world, pages=False)
    )


def call(world: World, action: type, thing, user) -> None:
    """Do ``action`` to ``thing`` as it is stored."""
    name = action.__name__
    if thing is None:
        made = CALLS[name](world, action, user)
    else:
        made = CALLS[name](world, action, fresh(thing), user)
    made.execute()


def walk_action(world: World, its_class: str, route: str) -> list[str]:
    """Do an action for everybody who tries, to everything; return what broke the rule."""
    action = import_string(route.rsplit(maxsplit=1)[-1])
    name = action.__name__
    if name not in CALLS:
        return [f"{route} cannot be tried: say in test_actions.py how it is called"]
    found = []
    for thing in things_for(world, name):
        for person in WHO_CALLS:

            def act():
                do = partial(call, world, action, thing, world.people[person])  # noqa: B023
                if error := refused_or_done(do, EXPECTED.get(name, ())):
                    found.append(f"{name} cannot be tried on “{thing}”: {error!r}")  # noqa: B023

            done = attempt(world, its_class, person, act)
            found += [
                f"{name} of “{thing}” as {person} changed: {each}" for each in done
            ]
    return found


@pytest.mark.django_db
def test_actions_change_nothing_against_the_rule(world):
    routes = of_kind("action").items()
    found = [
        broken
        for name, its_class in routes
        for broken in walk_action(world, its_class, name)
    ]

    assert not found, "\n".join(found)
