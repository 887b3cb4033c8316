"""What nobody may do to feedback in the CMS."""

from wagtail.permission_policies import ModelPermissionPolicy


class InboxPermissionPolicy(ModelPermissionPolicy):
    """Django's permissions; nobody makes an entry up or deletes one, superusers included.

    Entries come from readers and go when their time of retention is over.
    """

    def user_has_permission(self, user, action):
        """Refuse to add and to delete; ask Django about everything else."""
        return action not in {"add", "delete"} and super().user_has_permission(user, action)
