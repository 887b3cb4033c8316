"""Nobody publishes alone."""

from wagtail.models import PagePermissionTester
from wagtail.permission_policies import ModelPermissionPolicy


class ModeratedPagePermissionTester(PagePermissionTester):
    """Wagtail's rules, without the short way round the workflow.

    The permission to publish lets its holder take a page down; only a workflow puts one up.
    """

    def can_publish(self):
        """Refuse: a workflow publishes, superusers included."""
        return False

    def can_publish_subpage(self):
        """Refuse for new and copied pages too."""
        return False

    def can_unschedule(self):
        """Let holders of the permission call off what is to be published later."""
        return self._holds_publish()

    def can_unpublish(self):
        """Let holders of the permission take down a live page that is not locked to them."""
        return self._holds_publish() and self.page.live and not self.page_is_root and not self.page_locked()

    def _holds_publish(self):
        return self.user.is_active and (self.user.is_superuser or "publish" in self.permissions)


class ModeratedSnippetPermissionPolicy(ModelPermissionPolicy):
    """Django's permissions, of which none publishes a snippet: its workflow does."""

    def user_has_permission(self, user, action):
        """Refuse to publish, to superusers too; ask Django about everything else."""
        return action != "publish" and super().user_has_permission(user, action)
