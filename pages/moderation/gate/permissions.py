"""What no single person may do, and what only Site administrators may do."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from wagtail.models import Page, PagePermissionTester
from wagtail.permission_policies import BasePermissionPolicy, ModelPermissionPolicy
from wagtail.permissions import policy_registry

from . import roles
from .decision import model_label
from .versions import PublishedVersion
from .visible_references import (
    has_live_pages,
    has_pages_in_review_or_scheduled,
    has_scheduled_pages,
    subtree_keys,
)


class ModeratedPagePermissionTester(PagePermissionTester):
    """Wagtail's page permissions without those that bypass the workflow, for superusers too.

    Only Site administrators do what no workflow can approve: changes of address, privacy and order, and
    deleting what has been public. Taking down has a screen of its own, which asks for a reason.
    """

    def can_publish(self) -> bool:
        """Return False: the workflow publishes, and ``take_down`` takes down."""
        return False

    can_publish_subpage = can_unpublish = can_publish

    def can_unschedule(self) -> bool:
        return roles.may_take_down(self.user) or roles.is_site_administrator(self.user)

    def can_set_view_restrictions(self) -> bool:
        """Allow Site administrators: it hides what is public, or shows what was not."""
        return not self.page_is_root and roles.is_site_administrator(self.user)

    def can_reorder_children(self) -> bool:
        """Allow Site administrators: readers see the new order at once."""
        return roles.is_site_administrator(self.user)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Return False for live or scheduled pages; allow only Site administrators once they were public."""
        if has_live_pages(self.page) or has_scheduled_pages(self.page):
            return False
        return super().can_delete(ignore_bulk) and (
            roles.is_site_administrator(self.user) or not self._was_ever_public()
        )

    def can_move(self) -> bool:
        """Allow only Site administrators to move live, reviewed or scheduled pages: addresses change."""
        if has_live_pages(self.page) or has_pages_in_review_or_scheduled(self.page):
            return not self.page_is_root and roles.is_site_administrator(self.user)
        return super().can_move()

    def can_move_to(self, destination: Page) -> bool:
        """Ask Wagtail, except for live pages, for which it would require the permission to publish."""
        if not self.can_move():
            return False
        if not has_live_pages(self.page):
            return super().can_move_to(destination)
        is_elsewhere = self.page != destination and not destination.is_descendant_of(self.page)
        return is_elsewhere and (
            self.page.is_child_of(destination) or self.page.specific.can_move_to(destination)
        )

    def _was_ever_public(self) -> bool:
        versions = PublishedVersion.objects.filter(model=model_label(self.page))
        return versions.filter(object_id__in=subtree_keys(self.page)).exists()


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


class ReportPolicy(BasePermissionPolicy):
    """A permission policy of a report: it can be viewed by some people and changed by nobody."""

    def __init__(self, model: type[Model], may_read: Callable[[User], bool]) -> None:
        super().__init__(model)
        self.may_read = may_read

    def user_has_permission(self, user: User, action: str) -> bool:
        return action == "view" and self.may_read(user)
