"""What nobody may do to feedback in the CMS."""

from pages.moderation.permissions import ModelPermissionPolicyWithLimits


class InboxPermissionPolicy(ModelPermissionPolicyWithLimits):
    """Nobody makes an entry up or deletes one, superusers included.

    Entries come from readers and go when their time of retention is over.
    """

    never = frozenset({"add", "delete"})
