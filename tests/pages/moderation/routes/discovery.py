"""Finds every route by looking at what is installed; nothing here knows a route by name."""

import ast
import inspect
import re
import sys
import weakref
from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps
from django.core.management import get_commands
from django.dispatch import Signal
from django.urls import URLPattern, get_resolver
from wagtail.actions.registry import action_registry
from wagtail.admin.action_menu import _get_base_page_action_menu_items
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import (
    DraftStateMixin,
    Revision,
    Task,
    TaskState,
    Workflow,
    WorkflowState,
)
from wagtail.snippets.action_menu import get_base_snippet_action_menu_items
from wagtail.snippets.models import get_snippet_models

from site_config.management.commands import run_scheduled

OURS = ("complaints", "pages", "site_config")
BESIDE_MODELS = [Revision, Workflow, WorkflowState, Task, TaskState]
"""What moderation itself is made of."""
WRITES = re.compile(
    r"\.(save\w*|delete|create|update|publish|unpublish|move|execute|add_child|bulk_\w+|get_or_create)\("
)
"""What the source of a method holds if it can write."""


class Route(NamedTuple):
    """One way to something: of which kind, and what it is called."""

    kind: str
    name: str


def discovered() -> set[Route]:
    """Return every route there is."""
    return {Route(kind, name) for kind, find in FINDERS.items() for name in find()}


def dotted(thing) -> str:
    """Return where ``thing``, or the class of what is called like a function, is defined."""
    thing = thing if hasattr(thing, "__qualname__") else type(thing)
    return f"{thing.__module__}.{thing.__qualname__}"


def url_patterns(
    resolver=None, namespace="", start=""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Yield the full name, the whole pattern and the object of every address below ``resolver``."""
    for entry in (resolver or get_resolver()).url_patterns:
        whole = f"{start}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or '-'}", whole, entry
        else:
            below = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from url_patterns(entry, below, whole)


def urls() -> Iterator[str]:
    """Yield each address by its name and pattern."""
    for name, pattern, _ in url_patterns():
        yield f"{name} {pattern}"


def menu_items() -> Iterator[str]:
    """Yield the buttons of the editors of pages and snippets."""
    yield from (
        f"page {dotted(type(item))}" for item in _get_base_page_action_menu_items()
    )
    for model in get_snippet_models():
        for item in get_base_snippet_action_menu_items(model):
            yield f"{model._meta.label_lower} {dotted(type(item))}"


def bulk_actions() -> Iterator[str]:
    """Yield what can be done to several objects at once."""
    bulk_action_registry._scan_for_bulk_actions()
    for app, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            yield from (f"{app}.{model} {action}" for action in actions)


def actions() -> Iterator[str]:
    """Yield Wagtail's actions, each with the model it is registered for."""
    action_registry._scan_for_actions()
    for model, found in action_registry.actions.items():
        yield from (
            f"{dotted(model)} {name} {dotted(action)}" for name, action in found.items()
        )


def tasks(registry=apps) -> Iterator[str]:
    """Yield the types of step that a workflow can be made of."""
    yield from (
        model._meta.label_lower
        for model in registry.get_models()
        if issubclass(model, Task)
    )


def commands() -> Iterator[str]:
    """Yield the commands of ``manage.py``, each with the application it comes from."""
    yield from (f"{name} {application}" for name, application in get_commands().items())


def receivers() -> Iterator[str]:
    """Yield our own functions that a signal calls."""
    # Not by looking through all objects: those that stood when the tests began are not
    # told any more.
    named = [
        value
        for module in list(sys.modules.values())
        for value in list(vars(module).values())
    ]
    for signal in {
        id(value): value for value in named if issubclass(type(value), Signal)
    }.values():
        for _, receiver, *_ in signal.receivers:
            function = (
                receiver() if isinstance(receiver, weakref.ReferenceType) else receiver
            )
            if function is not None and function.__module__.split(".")[0] in OURS:
                yield dotted(function)


def methods() -> Iterator[str]:
    """Yield the public methods of what is moderated, and of its revisions and workflows, that write."""
    moderated = [
        model for model in apps.get_models() if issubclass(model, DraftStateMixin)
    ]
    classes = {
        parent for model in [*moderated, *BESIDE_MODELS] for parent in model.__mro__
    }
    for owner in classes:
        if not owner.__module__.startswith(("wagtail.", *OURS)):
            continue
        for name, value in vars(owner).items():
            function = inspect.unwrap(getattr(value, "__func__", value))
            if name.startswith("_") or not inspect.isfunction(function):
                continue
            if WRITES.search(inspect.getsource(function)) or getattr(
                value, "alters_data", False
            ):
                yield f"{owner.__qualname__}.{name}"


def scheduled_steps() -> Iterator[str]:
    """Yield what ``run_scheduled`` does, from its source."""
    tree = ast.parse(inspect.getsource(run_scheduled))
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple) and len(node.elts) == 2:
            label, step = node.elts
            if isinstance(label, ast.Constant) and isinstance(step, ast.Attribute):
                yield f"{label.value} {ast.unparse(step)}"


FINDERS = {
    "action": actions,
    "bulk action": bulk_actions,
    "button": menu_items,
    "command": commands,
    "method": methods,
    "receiver": receivers,
    "scheduled": scheduled_steps,
    "task": tasks,
    "url": urls,
}
