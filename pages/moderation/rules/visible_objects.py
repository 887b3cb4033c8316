"""What somebody may see in the CMS, and so name in what they write."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from wagtail.models import CollectionMember, DraftStateMixin, Page
from wagtail.permissions import page_permission_policy, policy_registry

from pages.core.current_user import current_user
from pages.core.page_visibility import public_pages
from pages.files.file_permissions import is_public

Reference = tuple[type[Model], str]
"""A model, and the key of one of its rows as text."""

HIDDEN_NAME = "Something that you may not see"
"""What is shown in the place of a name."""
REVEALING_ACTIONS = ["add", "change", "choose", "delete", "view"]
"""Users who may take one of these actions on an object may know that it exists."""


def visible_objects(model: type[Model], user: User) -> QuerySet:
    """Return the objects of ``model`` that ``user`` may know about in the admin."""
    if issubclass(model, Page):
        return page_permission_policy.explorable_instances(user)
    visible = policy_registry.get_by_type(model).instances_user_has_any_permission_for(
        user, REVEALING_ACTIONS
    )
    if model is get_user_model() and not user.is_superuser:
        return visible.filter(is_superuser=False)
    return visible


def may_see(user: Any, obj: Model) -> bool:
    """Tell whether ``user`` may see ``obj``: in the admin, or because anybody may read it.

    True for what is neither a page, a file nor published: such things are not chosen by their keys.
    """
    if not isinstance(obj, Page | CollectionMember | DraftStateMixin):
        return True
    model = Page if isinstance(obj, Page) else type(obj)
    return visible_objects(model, user).filter(pk=obj.pk).exists() or _may_anybody_read(obj)


def name_shown(obj: Model | None) -> str:
    """Return what ``obj`` is called to whoever sent the present request."""
    user = current_user()
    return str(obj or "") if obj is None or user is None or may_see(user, obj) else HIDDEN_NAME


def _may_anybody_read(obj: Any) -> bool:
    if isinstance(obj, Page):
        return public_pages(Page.objects.filter(pk=obj.pk)).exists()
    return is_public(obj) if isinstance(obj, CollectionMember) else obj.live


def names_hidden(user: Any, references: Iterable[Reference]) -> bool:
    """Tell whether one of ``references`` is to something that exists and that ``user`` may not see."""
    keys = defaultdict(set)
    for model, key in references:
        keys[model].add(key)
    return any(
        not may_see(user, obj)
        for model, known in keys.items()
        for obj in model._default_manager.filter(pk__in=known)
    )
