"""What nobody may do to feedback in the CMS, and what a force may not do to another's."""

from pages.moderation.permissions import SiteBoundPermissionPolicy


class InboxPermissionPolicy(SiteBoundPermissionPolicy):
    """Permissions for the person's sites; nobody makes an entry up or deletes one, superusers included.

    Entries come from readers and go when their time of retention is over.
    """

    never = frozenset({"add", "delete"})
