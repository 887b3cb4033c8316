"""What nobody may do alone, and what is left to Site administrators."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from wagtail.models import PagePermissionTester
from wagtail.permission_policies import BasePermissionPolicy, ModelPermissionPolicy

from pages.moderation.records.decision import label_of
from pages.moderation.records.version import PublishedVersion

from . import roles
from .page_tree import has_live_pages, has_scheduled_pages, has_waiting_pages, keys_from


class ModeratedPagePermissionTester(PagePermissionTester):
    """Wagtail's rules, without the short ways round the workflow, superusers included.

    What no workflow can approve (addresses, privacy, order, deletion of what has been public) is left to Site
    administrators. Taking down has a screen of its own, which asks for a reason.
    """

    def can_publish(self):
        """Refuse, for new and copied pages too: a workflow publishes, and ``take_down`` takes down."""
        return False

    can_publish_subpage = can_unpublish = can_publish

    def can_unschedule(self):
        """Let whoever could take the page down call off what is to be published later."""
        return roles.may_take_down(self.user) or roles.administers(self.user)

    def can_set_view_restrictions(self):
        """Let Site administrators: it hides what is public, or shows what was not."""
        return not self.page_is_root and roles.administers(self.user)

    def can_reorder_children(self):
        """Let Site administrators: readers see the new order at once."""
        return roles.administers(self.user)

    def can_delete(self, ignore_bulk=False):
        """Refuse for what is live or approved; of what has been live, let Site administrators."""
        if has_live_pages(self.page) or has_scheduled_pages(self.page):
            return False
        return super().can_delete(ignore_bulk) and (
            roles.administers(self.user) or not self._has_been_public()
        )

    def can_move(self):
        """Let Site administrators move what is live or in review: it changes its address."""
        if has_live_pages(self.page) or has_waiting_pages(self.page):
            return not self.page_is_root and roles.administers(self.user)
        return super().can_move()

    def can_move_to(self, destination):
        """Ask Wagtail about the place; of live pages it would ask for the permission to publish."""
        if not self.can_move():
            return False
        if not has_live_pages(self.page):
            return super().can_move_to(destination)
        possible = self.page != destination and not destination.is_descendant_of(self.page)
        return possible and (
            self.page.is_child_of(destination) or self.page.specific.can_move_to(destination)
        )

    def _has_been_public(self):
        versions = PublishedVersion.objects.filter(model=label_of(self.page))
        return versions.filter(object_id__in=keys_from(self.page)).exists()


class PolicyWithLimits(ModelPermissionPolicy):
    """Django's permissions on a model, but for what nobody may do by a permission, superusers included."""

    def __init__(self, model: type[Model], never: set[str]):
        """Take the actions that nobody may do."""
        super().__init__(model)
        self.never = never

    def user_has_permission(self, user, action):
        """Refuse what nobody may do; otherwise ask Django."""
        return action not in self.never and super().user_has_permission(user, action)


class ReportPolicy(BasePermissionPolicy):
    """Those of whom ``may_read`` says so may look at a report; nobody changes what it shows."""

    def __init__(self, model: type[Model], may_read: Callable[[Any], bool]):
        """Take what the report lists, and who may read it."""
        super().__init__(model)
        self.may_read = may_read

    def user_has_permission(self, user, action):
        """Let them view it."""
        return action == "view" and self.may_read(user)
