"""Code that calls a model itself, past every screen, publishes and takes away nothing either."""

import contextlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import Locale

from .attempts import attempt
from .not_yet import settle
from .register import of_kind
from .world import HOSTILE, World, words_of

pytestmark = pytest.mark.django_db

ROUTES = {name: its_class for name, its_class in of_kind("method").items() if its_class != "internal"}


def with_hostile_words(obj):
    """Return ``obj`` with hostile words in it."""
    setattr(obj, words_of(obj), HOSTILE)
    return obj


def elsewhere(world: World):
    """Return another place for a page."""
    return world.things["destination"]


PAGE_CALLS = {
    "AbstractPage.copy": lambda world, page, user: page.copy(
        to=elsewhere(world), keep_live=True, user=user, update_attrs={"slug": "hostile"}
    ),
    "AbstractPage.copy_for_translation": lambda world, page, user: page.copy_for_translation(
        Locale.objects.get(language_code="cy"), copy_parents=True, alias=True
    ),
    "AbstractPage.create_alias": lambda world, page, user: page.create_alias(
        parent=elsewhere(world), update_slug="hostile", user=user
    ),
    "AbstractPage.delete": lambda world, page, user: page.delete(user=user),
    "AbstractPage.move": lambda world, page, user: page.move(elsewhere(world), pos="first-child", user=user),
    "AbstractPage.publish": lambda world, page, user: page.publish(page.latest_revision, user=user),
    "AbstractPage.save": lambda world, page, user: with_hostile_words(page).save(clean=False, user=user),
    "AbstractPage.save_revision": lambda world, page, user: with_hostile_words(page).save_revision(user=user),
    "AbstractPage.unpublish": lambda world, page, user: page.unpublish(user=user),
    "AbstractPage.update_aliases": lambda world, page, user: page.update_aliases(
        revision=page.latest_revision
    ),
    "BasePage.save": lambda world, page, user: with_hostile_words(page).save(),
}
PAGE_CALLS |= dict.fromkeys(
    ["RecommendationResponsePage.save", "SuperComplaintPage.save"], PAGE_CALLS["BasePage.save"]
)
ANY_CALLS = {
    "DraftStateMixin.publish": lambda world, obj, user: obj.publish(obj.latest_revision, user=user),
    "DraftStateMixin.unpublish": lambda world, obj, user: obj.unpublish(user=user),
    "Moderated.publish": lambda world, obj, user: obj.publish(obj.latest_revision, user=user),
    "Moderated.save_revision": lambda world, obj, user: with_hostile_words(obj).save_revision(user=user),
    "ModeratedSnippet.save": lambda world, obj, user: with_hostile_words(obj).save(),
    "Revision.publish": lambda world, obj, user: obj.latest_revision.publish(user=user),
    "RevisionMixin.save_revision": lambda world, obj, user: with_hostile_words(obj).save_revision(user=user),
    "TaskState.approve": lambda world, obj, user: obj.current_workflow_task_state.approve(user=user),
    "TaskState.reject": lambda world, obj, user: obj.current_workflow_task_state.reject(user=user),
    "TaskState.cancel": lambda world, obj, user: obj.current_workflow_task_state.cancel(user=user),
    "Workflow.start": lambda world, obj, user: obj.get_workflow().start(obj, user),
    "WorkflowState.cancel": lambda world, obj, user: obj.current_workflow_state.cancel(user=user),
    "WorkflowState.finish": lambda world, obj, user: obj.current_workflow_state.finish(user=user),
    "WorkflowState.resume": lambda world, obj, user: obj.current_workflow_state.resume(user=user),
    "WorkflowState.update": lambda world, obj, user: obj.current_workflow_state.update(user=user),
}


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_a_method_changes_nothing_against_the_rule(world, route, who, wide):
    page_call = PAGE_CALLS.get(route)
    call = page_call or ANY_CALLS[route]  # A new method has to say here how it is called.
    snippets = [] if page_call else [snippet for pair in world.snippets.values() for snippet in pair]
    found = []
    for thing in [*world.pages.values(), *snippets]:
        for person, user in world.people.items():
            if person not in who:
                continue

            def act():
                fresh = type(thing).objects.get(pk=thing.pk)  # noqa: B023
                with contextlib.suppress(PermissionDenied, ValidationError, AttributeError):
                    call(world, fresh, user)  # noqa: B023

            done = attempt(world, ROUTES[route], person, act)
            found += [f"{route} of “{thing}” as {person} changed: {each}" for each in done]

    settle("method", route, found, wide=wide)
