"""What nobody may do to feedback in the CMS, and what a force may not do to another's."""

from pages.moderation.permissions import SiteBoundPermissionPolicy

NEVER = {"add", "delete"}


class InboxPermissionPolicy(SiteBoundPermissionPolicy):
    """Permissions for the person's sites; nobody makes an entry up or deletes one, superusers included.

    Entries come from readers and go when their time of retention is over.
    """

    def user_has_any_permission(self, user, actions):
        """Refuse to add and to delete."""
        actions = set(actions) - NEVER
        return bool(actions) and super().user_has_any_permission(user, actions)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        """Refuse to add and to delete."""
        actions = set(actions) - NEVER
        return bool(actions) and super().user_has_any_permission_for_instance(user, actions, instance)
