"""Calls methods of models as code does that goes past every screen."""

import inspect
from functools import partial
from itertools import takewhile
from zlib import crc32

from wagtail.models import Locale

from tests.effort import by_effort

from .attempts import attempt, refused_or_done
from .people import WHO_CALLS
from .world import World, everything, fresh, key_of, with_hostile_words


def elsewhere(world: World):
    """Return another place for a thing."""
    return fresh(world.things["destination"])


def welsh():
    """Return another language."""
    return Locale.objects.get(language_code="cy")


PAGE_CALLS = {
    "AbstractPage.copy": lambda world, thing, user: thing.copy(
        to=elsewhere(world), keep_live=True, user=user, update_attrs={"slug": "hostile"}
    ),
    "AbstractPage.copy_for_translation": lambda world, thing, user: (
        thing.copy_for_translation(welsh(), copy_parents=True, alias=True)
    ),
    "AbstractPage.create_alias": lambda world, thing, user: thing.create_alias(
        parent=elsewhere(world), update_slug="hostile", user=user
    ),
    "AbstractPage.delete": lambda world, thing, user: thing.delete(user=user),
    "AbstractPage.move": lambda world, thing, user: thing.move(
        elsewhere(world), pos="first-child", user=user
    ),
    "AbstractPage.publish": lambda world, thing, user: thing.publish(
        thing.latest_revision, user=user
    ),
    "AbstractPage.save": lambda world, thing, user: with_hostile_words(thing).save(
        clean=False, user=user
    ),
    "AbstractPage.save_revision": lambda world, thing, user: with_hostile_words(
        thing
    ).save_revision(user=user),
    "AbstractPage.unpublish": lambda world, thing, user: thing.unpublish(user=user),
    "AbstractPage.update_aliases": lambda world, thing, user: thing.update_aliases(
        revision=thing.latest_revision
    ),
    "BasePage.save": lambda world, thing, user: with_hostile_words(thing).save(),
}
PAGE_CALLS |= dict.fromkeys(
    ["RecommendationResponsePage.save", "SuperComplaintPage.save"],
    PAGE_CALLS["BasePage.save"],
)
PAGE_CALLS["TranslatableMixin.copy_for_translation"] = PAGE_CALLS[
    "AbstractPage.copy_for_translation"
]
ANY_CALLS = {
    "DraftStateMixin.publish": lambda world, thing, user: thing.publish(
        thing.latest_revision, user=user
    ),
    "DraftStateMixin.unpublish": lambda world, thing, user: thing.unpublish(user=user),
    "Moderated.publish": lambda world, thing, user: thing.publish(
        thing.latest_revision, user=user
    ),
    "Moderated.save_revision": lambda world, thing, user: with_hostile_words(
        thing
    ).save_revision(user=user),
    "ModeratedSnippet.save": lambda world, thing, user: with_hostile_words(
        thing
    ).save(),
    "Revision.publish": lambda world, thing, user: thing.latest_revision.publish(
        user=user
    ),
    "RevisionMixin.save_revision": lambda world, thing, user: with_hostile_words(
        thing
    ).save_revision(user=user),
    "Task.start": lambda world, thing, user: (
        thing.current_workflow_task_state.task.specific.start(
            thing.current_workflow_state, user=user
        )
    ),
    "TaskState.approve": lambda world, thing, user: (
        thing.current_workflow_task_state.approve(user=user)
    ),
    "TaskState.reject": lambda world, thing, user: (
        thing.current_workflow_task_state.reject(user=user)
    ),
    "TaskState.cancel": lambda world, thing, user: (
        thing.current_workflow_task_state.cancel(user=user)
    ),
    "AbstractWorkflow.start": lambda world, thing, user: thing.get_workflow().start(
        thing, user
    ),
    "WorkflowState.cancel": lambda world, thing, user: (
        thing.current_workflow_state.cancel(user=user)
    ),
    "WorkflowState.finish": lambda world, thing, user: (
        thing.current_workflow_state.finish(user=user)
    ),
    "WorkflowState.resume": lambda world, thing, user: (
        thing.current_workflow_state.resume(user=user)
    ),
    "WorkflowState.update": lambda world, thing, user: (
        thing.current_workflow_state.update(user=user)
    ),
}
NAMED_CALLS = {**PAGE_CALLS, **ANY_CALLS}
MOST_THINGS = by_effort(3, None)
"""On how many things each method is called; which ones, goes by its name."""


def parts_with(owner: str, thing) -> list:
    """Return what there is of ``thing`` and its moderation that has the methods of the class ``owner``."""
    found = fresh(thing)
    task_state = found.current_workflow_task_state
    task = task_state and task_state.task.specific
    parts = [
        found,
        found.latest_revision,
        found.current_workflow_state,
        task_state,
        task,
    ]
    parts.append(found.get_workflow())
    return [
        part
        for part in parts
        if owner in {parent.__qualname__ for parent in type(part).__mro__}
    ]


def call_with_a_person(world: World, route: str, thing, user) -> None:
    """Call a method that no table names, with nothing but a person if it asks for one."""
    owner, name = route.split(".")
    for part in parts_with(owner, thing):
        method = getattr(part, name)
        method(
            **{"user": user} if "user" in inspect.signature(method).parameters else {}
        )


def can_be_called(world: World, route: str) -> bool:
    """Tell whether the walk knows how to call a method, and something to call it on."""
    if route in NAMED_CALLS:
        return True
    owner, name = route.split(".")
    parts = [part for thing in everything(world) for part in parts_with(owner, thing)]
    if not parts:
        return False
    demanded = [
        parameter.name
        for parameter in inspect.signature(getattr(parts[0], name)).parameters.values()
        if parameter.default is parameter.empty
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]
    return set(demanded) <= {"user"}


def things_for(world: World, route: str) -> list:
    """Return what has a method, each method's beginning with another thing."""
    if route in NAMED_CALLS:
        found = list(world.pages.values()) if route in PAGE_CALLS else everything(world)
    else:
        found = [
            thing
            for thing in everything(world)
            if parts_with(route.split(".", maxsplit=1)[0], thing)
        ]
    first = crc32(route.encode()) % len(found)
    return found[first:] + found[:first]


def walk_method(world: World, its_class: str, route: str) -> list[str]:
    """Call a method of everything for everybody who tries; return what broke the rule."""
    if not can_be_called(world, route):
        return [f"{route} cannot be tried: say in methods.py how it is called"]
    call = NAMED_CALLS.get(route) or partial(call_with_a_person, route=route)
    found, called_on = [], set()
    for thing in takewhile(
        lambda _: len(called_on) != MOST_THINGS, things_for(world, route)
    ):
        for person in WHO_CALLS:

            def act():
                do = partial(call, world, thing=fresh(thing), user=world.people[person])  # noqa: B023
                error = refused_or_done(do)
                if isinstance(error, AttributeError) and error.obj is None:
                    return  # the thing has no revision, no workflow or no step
                called_on.add(key_of(thing))  # noqa: B023
                if error:
                    found.append(f"{route} cannot be tried on “{thing}”: {error!r}")  # noqa: B023

            done = attempt(world, its_class, person, act)
            found += [
                f"{route} of “{thing}” as {person} changed: {each}" for each in done
            ]
    if not called_on:
        found.append(
            f"{route} cannot be tried: nothing in the world has what it is called on"
        )
    return found
