"""Nobody publishes alone, and nobody touches what belongs to another force."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q
from wagtail.models import PagePermissionTester
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permission_policies.sites import SitePermissionPolicy

from . import teams
from .guards import has_live_pages, has_scheduled_pages, has_waiting_pages, keys_from
from .models import PublishedVersion
from .models.decision import label_of


class ModeratedPagePermissionTester(PagePermissionTester):
    """Wagtail's rules, without the short ways round the workflow, superusers included.

    What no workflow can approve (addresses, privacy, order, deletion of what has been public) is left to Site
    administrators. Taking down has a screen of its own, which asks for a reason.
    """

    def can_publish(self):
        """Refuse: a workflow publishes."""
        return False

    def can_publish_subpage(self):
        """Refuse for new and copied pages too."""
        return False

    def can_unpublish(self):
        """Refuse: see ``take_down``."""
        return False

    def can_unschedule(self):
        """Let whoever could take the page down call off what is to be published later."""
        return teams.may_take_down(self.user, teams.site_of(self.page)) or self._administers()

    def can_set_view_restrictions(self):
        """Let Site administrators: it hides what is public, or shows what was not."""
        return not self.page_is_root and self._administers()

    def can_reorder_children(self):
        """Let Site administrators: readers see the new order at once."""
        return self._administers()

    def can_delete(self, ignore_bulk=False):
        """Refuse for what is live or approved; of what has been live, let Site administrators."""
        if has_live_pages(self.page) or has_scheduled_pages(self.page):
            return False
        return super().can_delete(ignore_bulk) and (self._administers() or not self._has_been_public())

    def can_move(self):
        """Let Site administrators move what is live or in review: it changes its address."""
        if has_live_pages(self.page) or has_waiting_pages(self.page):
            return not self.page_is_root and self._administers()
        return super().can_move()

    def can_move_to(self, destination):
        """Ask Wagtail about the place; of live pages it would ask for the permission to publish.

        What is live or in review would be published where it moves to, so administrators of that site decide.
        """
        is_public = has_live_pages(self.page)
        is_theirs = teams.administers(self.user, teams.site_of(destination))
        if not self.can_move() or (not is_theirs and (is_public or has_waiting_pages(self.page))):
            return False
        if not is_public:
            return super().can_move_to(destination)
        possible = self.page != destination and not destination.is_descendant_of(self.page)
        return possible and (
            self.page.is_child_of(destination) or self.page.specific.can_move_to(destination)
        )

    def _administers(self):
        return teams.administers(self.user, teams.site_of(self.page))

    def _has_been_public(self):
        versions = PublishedVersion.objects.filter(model=label_of(self.page))
        return versions.filter(object_id__in=keys_from(self.page)).exists()


class SiteBoundPermissionPolicy(SitePermissionPolicy):
    """Permissions that hold everywhere (a base group's) or for one site (a team's).

    What has no site is touched only by those who work for the whole installation.
    """

    seen_by = ("add", "change", "delete", "view")
    """Whoever holds one of these for an object may see it."""
    never: frozenset[str] = frozenset()
    """What nobody may do by a permission, superusers included."""

    def user_has_any_permission(self, user, actions):
        """Refuse what nobody may; ask about everything else."""
        actions = self._possible(actions)
        return bool(actions) and super().user_has_any_permission(user, actions)

    def sites_user_has_any_permission_for(self, user, actions):
        """Return the sites for what somebody may."""
        return super().sites_user_has_any_permission_for(user, self._possible(actions))

    def user_has_any_permission_for_instance(self, user, actions, instance):
        """Ask about the object's site; about what has none, whether the person works everywhere."""
        actions = self._possible(actions)
        if not actions:
            return False
        if getattr(instance, self.site_fk_field_name) is not None:
            return super().user_has_any_permission_for_instance(user, actions, instance)
        return self.may_touch_shared(user, actions) and self.user_has_any_permission(user, actions)

    def may_touch_shared(self, user, actions):
        """Tell whether ``user`` is one of those who answer for what has no site."""
        return teams.works_everywhere(user)

    def instances_user_has_any_permission_for(self, user, actions):
        """Return those of the person's sites, and those without a site as far as they answer for them."""
        found = Q(site__in=self.sites_user_has_any_permission_for(user, actions).values("pk"))
        if self.user_has_any_permission_for_instance(user, actions, self.model(site=None)):
            found |= Q(site=None)
        return self.model._default_manager.filter(found)

    def visible_to(self, user):
        """Return every object that ``user`` may see."""
        return self.instances_user_has_any_permission_for(user, self.seen_by).select_related("site")

    def _possible(self, actions):
        return [action for action in actions if action not in self.never]


class ModeratedSnippetPermissionPolicy(SiteBoundPermissionPolicy):
    """Those permissions, of which none publishes a snippet: its workflow does.

    What has no site is shared by all forces: everyone who works with its kind sees it, and only Site
    administrators of the whole installation change it.
    """

    never = frozenset({"publish"})

    def may_touch_shared(self, user, actions):
        """Let everyone see it, and Site administrators of the whole installation do the rest."""
        return "view" in actions or teams.administers(user, None)


class ReportPolicy(BasePermissionPolicy):
    """Those of whom ``may_read`` says so may look at a report; nobody changes what it shows."""

    def __init__(self, model: type[Model], may_read: Callable[[Any], bool]):
        """Take what the report lists, and who may read it."""
        super().__init__(model)
        self.may_read = may_read

    def user_has_permission(self, user, action):
        """Let them view it."""
        return action == "view" and self.may_read(user)

    def user_has_any_permission(self, user, actions):
        """Let them view it."""
        return any(self.user_has_permission(user, action) for action in actions)
