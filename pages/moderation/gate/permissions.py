"""What somebody may see in the CMS, and so name in what they write, and what they may do there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from modelcluster.models import get_all_child_relations
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.fields import RichTextField
from wagtail.models import (
    CollectionMember,
    DraftStateMixin,
    Page,
    PagePermissionTester,
    Revision,
    WorkflowState,
)
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import page_permission_policy, policy_registry

from pages.core.current_user import current_user
from pages.core.page_visibility import public_pages
from pages.core.stored_content import parse_key
from pages.files.file_permissions import is_public

from . import roles
from .decision import model_label
from .versions import PublishedVersion

Reference = tuple[type[Model], str]

HIDDEN_NAME = "Something you cannot see"
REVEALING_ACTIONS = ["add", "change", "choose", "delete", "view"]
"""Users who may take one of these actions on an object may know that it exists."""


def visible_objects(model: type[Model], user: User) -> QuerySet:
    """Return the objects of ``model`` that ``user`` may know about in the admin."""
    if issubclass(model, Page):
        return page_permission_policy.explorable_instances(user)
    policy = policy_registry.get_by_type(model)
    visible = policy.instances_user_has_any_permission_for(user, REVEALING_ACTIONS)
    return visible.filter(is_superuser=False) if model is User and not user.is_superuser else visible


def may_see(user: Any, obj: Model) -> bool:
    """Tell whether ``user`` may see ``obj``, in the admin or as a reader; true of other kinds of things."""
    if not isinstance(obj, Page | CollectionMember | DraftStateMixin):
        return True
    model = Page if isinstance(obj, Page) else type(obj)
    return visible_objects(model, user).filter(pk=obj.pk).exists() or _may_anybody_read(obj)


def may_be_shown(obj: Model) -> bool:
    """Tell whether whoever sent the present request may see ``obj``; without a request nobody is kept out."""
    user = current_user()
    return user is None or may_see(user, obj)


def name_shown(obj: Model | None) -> str:
    """Return what ``obj`` is called to whoever sent the present request."""
    return str(obj or "") if obj is None or may_be_shown(obj) else HIDDEN_NAME


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


def has_live_pages(page: Page) -> bool:
    return Page.objects.descendant_of(page, inclusive=True).live().exists()


def has_scheduled_pages(page: Page) -> bool:
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    return scheduled.filter(object_id__in=subtree_keys(page)).exists()


def has_pages_in_review_or_scheduled(page: Page) -> bool:
    in_review = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=subtree_keys(page)
    )
    return in_review.exists() or has_scheduled_pages(page)


def has_pages_locked_by_others(page: Page, user: Any) -> bool:
    """Return True if somebody else has locked ``page`` or a page below it."""
    locked = Page.objects.descendant_of(page, inclusive=True).filter(locked=True)
    return locked.exclude(locked_by=user.pk).exists()


def subtree_keys(page: Page) -> list[str]:
    """Return the keys of ``page`` and all pages below it, as text: generic references store them so."""
    return [str(pk) for pk in page.get_descendants(inclusive=True).values_list("pk", flat=True)]


HIDDEN = "This refers to something you cannot see. Choose something else."


def references_in(field: Any, value: Any) -> Iterator[Reference]:
    """Yield what ``value``, of the form or database field ``field``, refers to."""
    if isinstance(value, Model):
        yield type(value), str(value.pk)
    elif isinstance(value, QuerySet):
        yield from ((value.model, str(each.pk)) for each in value)
    elif value and hasattr(field, "extract_references"):  # text and blocks
        for model, key, *_ in field.extract_references(value):
            if parse_key(key):
                yield model, str(key)


def links_in(html: str) -> set[Reference]:
    return set(references_in(RichTextField(), html))


def references_of(instance: Model) -> Iterator[Reference]:
    """Yield what the fields of ``instance`` and of its children, at any depth, refer to."""
    fields: Any = instance._meta.get_fields()
    for field in fields:
        if field.is_relation and field.concrete and (field.many_to_one or field.one_to_one):
            yield field.related_model, str(getattr(instance, field.attname))
        elif field.many_to_many and field.concrete and instance.pk:
            yield from ((field.related_model, str(each.pk)) for each in getattr(instance, field.name).all())
        elif field.concrete:
            yield from references_in(field, getattr(instance, field.name))
    for relation in get_all_child_relations(type(instance)):
        for child in getattr(instance, relation.get_accessor_name()).all():
            yield from references_of(child)


class VisibleReferencesForm(WagtailAdminModelForm):
    """A form in which nobody can newly name what they may not see."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named_before = set(references_of(self.instance)) if self.is_bound else set()

    def is_valid(self) -> bool:
        """Add an error to each field that newly names something that the user may not see."""
        valid = super().is_valid()
        for form in forms_in(self):
            model_fields = {each.name: each for each in form._meta.model._meta.get_fields()}
            for name, value in list(getattr(form, "cleaned_data", {}).items()):
                named = set(references_in(model_fields.get(name), value)) - self.named_before
                if names_hidden(self.for_user, named):
                    form.add_error(name, ValidationError(HIDDEN))
                    valid = False
        return valid


def forms_in(form: forms.ModelForm) -> Iterator[forms.ModelForm]:
    yield form
    for formset in getattr(form, "formsets", {}).values():
        for child in formset.forms:
            yield from forms_in(child)


class VisibleCopyForm(CopyForm):
    """Copies a page to where the user may see it; Wagtail names the page to which they may not copy."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_parent_page"].queryset = page_permission_policy.explorable_instances(self.user)


class HiddenChoice:
    """For comparisons of what versions chose: what the user may not see is neither named nor shown."""

    def htmlvalue(self, val: Any) -> str:
        return HIDDEN_NAME if name_shown(val) == HIDDEN_NAME else super().htmlvalue(val)  # type: ignore[misc]

    def htmldiff(self) -> str:
        names = [name_shown(value) for value in (self.val_a, self.val_b)]  # type: ignore[attr-defined]
        return HIDDEN_NAME if HIDDEN_NAME in names else super().htmldiff()  # type: ignore[misc]


class ModeratedPagePermissionTester(PagePermissionTester):
    """Wagtail's page permissions without those that bypass the workflow, for superusers too.

    Only Site administrators do what no workflow can approve: changes of address and order, and deleting
    what has been public. Taking down has a screen of its own, which asks for a reason.
    """

    def can_publish(self) -> bool:
        return False

    can_publish_subpage = can_unpublish = can_set_view_restrictions = can_publish

    def can_unschedule(self) -> bool:
        return roles.may_cancel_schedule(self.user, self.page)

    def can_reorder_children(self) -> bool:
        return roles.is_site_administrator(self.user)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Return False for pages that are live or can't be edited now.

        Allow only Site administrators once they were public.
        """
        if has_live_pages(self.page) or self._is_locked_for_editing():
            return False
        versions = PublishedVersion.objects.filter(model=model_label(self.page))
        return super().can_delete(ignore_bulk) and (
            roles.is_site_administrator(self.user)
            or not versions.filter(object_id__in=subtree_keys(self.page)).exists()
        )

    def can_move(self) -> bool:
        """Return False for pages that can't be edited now; allow only Site administrators for live ones."""
        if self._is_locked_for_editing():
            return False
        if has_live_pages(self.page):
            return not self.page_is_root and roles.is_site_administrator(self.user)
        return super().can_move()

    def _is_locked_for_editing(self) -> bool:
        """Return True if this page or one below it is in review, scheduled or locked by somebody else."""
        if has_pages_in_review_or_scheduled(self.page):
            return True
        return has_pages_locked_by_others(self.page, self.user)

    def can_move_to(self, destination: Page) -> bool:
        """Ask Wagtail, except for live pages, for which it would require the permission to publish."""
        if not self.can_move():
            return False
        if not has_live_pages(self.page):
            return super().can_move_to(destination)
        if self.page == destination or destination.is_descendant_of(self.page):
            return False
        return self.page.is_child_of(destination) or self.page.specific.can_move_to(destination)


def may_edit(obj: Any, user: User) -> bool:
    """Tell whether ``user`` may change the draft of ``obj``, a page or a snippet, if nothing locks it."""
    if isinstance(obj, Page):
        return obj.permissions_for_user(user).can_edit()
    return policy_registry.get(obj).user_has_permission_for_instance(user, "change", obj)


class RestrictedModelPolicy(ModelPermissionPolicy):
    """Django's model permissions, except for actions that nobody may take, superusers included."""

    def __init__(self, model: type[Model], forbidden_actions: set[str]) -> None:
        super().__init__(model)
        self.forbidden_actions = forbidden_actions

    def user_has_permission(self, user: User, action: str) -> bool:
        return action not in self.forbidden_actions and super().user_has_permission(user, action)
