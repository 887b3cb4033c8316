"""What somebody may do in the CMS with pages and snippets."""

from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page, PagePermissionTester, Revision, WorkflowState
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from . import roles
from .audit_log import model_label
from .versions import PublishedVersion


def has_live_pages(page: Page) -> bool:
    return Page.objects.descendant_of(page, inclusive=True).live().exists()


def has_scheduled_pages(page: Page) -> bool:
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    return scheduled.filter(object_id__in=subtree_keys(page)).exists()


def has_pages_in_review_or_scheduled(page: Page) -> bool:
    in_review = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=subtree_keys(page),
    )
    return in_review.exists() or has_scheduled_pages(page)


def has_pages_locked_by_others(page: Page, user: Any) -> bool:
    """Return True if somebody else has locked ``page`` or a page below it."""
    locked = Page.objects.descendant_of(page, inclusive=True).filter(locked=True)
    return locked.exclude(locked_by=user.pk).exists()


def subtree_keys(page: Page) -> list[str]:
    """Return the keys of ``page`` and all pages below it, as text: generic references store them so."""
    return list(
        map(str, page.get_descendants(inclusive=True).values_list("pk", flat=True))
    )


class ModeratedPagePermissionTester(PagePermissionTester):
    """Wagtail's page permissions without those that bypass the workflow, for superusers too.

    Only Site administrators do what no workflow can approve: changes of address and
    order, and deleting what has been public. Taking down has a screen of its own, which
    asks for a reason.
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
        """Return True if this page or one below it is in moderation, scheduled or locked by somebody else."""
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
        return self.page.is_child_of(destination) or self.page.specific.can_move_to(
            destination
        )


def may_edit(obj: Any, user: User) -> bool:
    """Return True if ``user`` may change the draft of ``obj``, a page or a snippet, if nothing locks it."""
    if isinstance(obj, Page):
        return obj.permissions_for_user(user).can_edit()
    return policy_registry.get(obj).user_has_permission_for_instance(
        user, "change", obj
    )


class RestrictedModelPolicy(ModelPermissionPolicy):
    """Django's model permissions, except for actions that nobody may take, superusers included."""

    def __init__(self, model: type[Model], forbidden_actions: set[str]) -> None:
        super().__init__(model)
        self.forbidden_actions = forbidden_actions

    def user_has_permission(self, user: User, action: str) -> bool:
        return action not in self.forbidden_actions and super().user_has_permission(
            user, action
        )
