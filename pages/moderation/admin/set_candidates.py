"""The drafts that can be put into a publication set."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.http import Http404
from wagtail.models import DraftStateMixin, Page, WorkflowMixin
from wagtail.permissions import page_permission_policy

from pages.moderation.records.decision import model_label
from pages.moderation.records.publication_set import PublicationSet, sets_holding
from pages.moderation.reviews.sets import obstacle_to_adding
from pages.moderation.rules.permissions import may_edit

from .decision_view import find_moderated_object

MOST = 200
"""How many drafts of one kind the screen offers: those beyond are found in the lists."""


def item_key(obj: Any) -> str:
    """Return what forms call ``obj``."""
    return f"{model_label(obj)}:{obj.pk}"


def find_by_key(key: str) -> Any:
    """Return the page or snippet that a form calls ``key``; raise ``Http404`` if there is none."""
    label, _, pk = key.partition(":")
    if not pk:
        raise Http404
    return find_moderated_object(label, pk)


def candidates_for(user: User) -> list[tuple[str, Any]]:
    """Return the keys and the drafts that ``user`` can put into a set."""
    drafts = [*_page_drafts(user), *_snippet_drafts()]
    sets = sets_holding(drafts)
    return [(item_key(obj), obj) for obj in drafts if not obstacle_to_set(obj, user, sets)]


def obstacle_to_set(obj: Any, user: User, sets: dict[Any, PublicationSet]) -> str:
    """Say why ``user`` cannot put the draft of ``obj`` into a set; empty if they can.

    ``sets`` has the sets in which such drafts are.
    """
    if found := obstacle_to_adding(obj, sets.get(obj)):
        return found
    if not obj.has_unpublished_changes:
        return "It has no draft. Change it first."
    return "" if may_edit(obj, user) else "You may not change it."


def _page_drafts(user: User) -> list[Any]:
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    drafts = pages.filter(has_unpublished_changes=True).order_by("path").specific()
    return list(drafts.prefetch_workflow_states().annotate_approved_schedule()[:MOST])


def _snippet_drafts() -> list[Any]:
    found: list[Any] = []
    for model in apps.get_models():
        if (
            issubclass(model, WorkflowMixin)
            and issubclass(model, DraftStateMixin)
            and not issubclass(model, Page)
        ):
            found += model._default_manager.filter(has_unpublished_changes=True)[:MOST]
    return found
