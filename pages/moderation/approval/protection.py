"""What the database protects, and everything that may write it in a request or a job.

Each of these tables decides who can approve, or what readers find where without an
approval.
"""

from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Any

from pages.core.protected_tables import COMMANDS, ProtectedColumns, opened, protect

ACCOUNTS = "accounts"
"""Who somebody is, whether they may sign in, and their roles."""
PASSWORDS = "passwords"
FACTORS = "factors"
IDENTITIES = "identities"
"""Who signs in to which account by the identity provider."""
REQUESTS = "requests"
"""What a second person has to confirm."""
ADDRESSES = "addresses"
"""Where readers find public pages."""


class WritePurpose(StrEnum):
    """Every reason for which a request or a job writes what is protected.

    There are no others.
    """

    CONFIRMED = "a second person confirmed a request"
    ASKED = "somebody makes, refuses or confirms a request"
    ONE_PERSON = "a change of an account or a role that takes one person"
    SUSPENDED = "an account is suspended"
    PUBLISHED = "a publication changes an address"
    DIRECTORY = "the directory says who somebody is and which roles they have"
    INVITATION = "somebody accepts an invitation"
    OWN_PASSWORD = "somebody changes their own password, or its hash is renewed"  # noqa: S105
    OWN_FACTOR = "somebody adds, uses or removes their own second factor"
    OWN_ADDRESS = "somebody who holds no power changes their own address"


AREAS = {
    WritePurpose.CONFIRMED: (ACCOUNTS, FACTORS, REQUESTS, ADDRESSES),
    WritePurpose.ASKED: (REQUESTS,),
    WritePurpose.ONE_PERSON: (ACCOUNTS,),
    WritePurpose.SUSPENDED: (ACCOUNTS, REQUESTS),
    WritePurpose.PUBLISHED: (ADDRESSES,),
    WritePurpose.DIRECTORY: (ACCOUNTS, PASSWORDS, IDENTITIES),
    WritePurpose.INVITATION: (PASSWORDS,),
    WritePurpose.OWN_PASSWORD: (PASSWORDS,),
    WritePurpose.OWN_FACTOR: (FACTORS,),
    WritePurpose.OWN_ADDRESS: (ACCOUNTS,),
}
"""What each reason opens.

The last sign-in is protected by nothing: it gives nobody power.
"""


def opened_for(why: WritePurpose) -> AbstractContextManager[None]:
    """Let the code inside write what ``why`` opens, in a transaction."""
    return opened(*AREAS[why])


TO_ANOTHER_HOST = """(
    {row}.redirect_link <> ''
    AND (substr({row}.redirect_link, 1, 1) <> '/' OR substr({row}.redirect_link, 2, 1) IN ('/', '\\'))
    AND NOT EXISTS (
        SELECT 1 FROM wagtailcore_site AS site
        WHERE substr({row}.redirect_link, 1, 9 + length(site.hostname)) = 'https://' || site.hostname || '/'
        OR substr({row}.redirect_link, 1, 8 + length(site.hostname)) = 'http://' || site.hostname || '/'
    )
)"""
"""``leads_to_another_host`` of ``approval/redirect_rules.py``, for the database."""

BY_COMMAND = [
    "auth.Group",
    "auth.Group:permissions",
    "auth.Permission",
    "auth.User:user_permissions",
    "moderation.IndependentApprovalTask",
    "moderation.IndependentApprovalTask:groups",
    "wagtailcore.Collection",
    "wagtailcore.CollectionViewRestriction",
    "wagtailcore.CollectionViewRestriction:groups",
    "wagtailcore.GroupApprovalTask",
    "wagtailcore.GroupApprovalTask:groups",
    "wagtailcore.GroupCollectionPermission",
    "wagtailcore.GroupPagePermission",
    "wagtailcore.PageViewRestriction",
    "wagtailcore.PageViewRestriction:groups",
    "wagtailcore.Site",
    "wagtailcore.Task",
    "wagtailcore.Workflow",
    "wagtailcore.WorkflowContentType",
    "wagtailcore.WorkflowPage",
    "wagtailcore.WorkflowTask",
]
OF_AN_ACCOUNT = (
    "username",
    "email",
    "first_name",
    "last_name",
    "is_active",
    "is_staff",
)
IS_PUBLIC = """(
    OLD.live AND NOT EXISTS (
        SELECT 1 FROM wagtailcore_page AS above
        WHERE above.depth > 1 AND above.depth < OLD.depth AND NOT above.live
        AND substr(OLD.path, 1, length(above.path)) = above.path
    )
)"""
PROTECTED = [
    ProtectedColumns(ACCOUNTS, "auth.User", OF_AN_ACCOUNT, ("INSERT", "UPDATE")),
    ProtectedColumns(ACCOUNTS, "auth.User:groups"),
    ProtectedColumns(PASSWORDS, "auth.User", ("password",), ("UPDATE",)),
    ProtectedColumns(FACTORS, "mfa.Authenticator", ("user_id", "type", "data")),
    ProtectedColumns(
        IDENTITIES, "socialaccount.SocialAccount", ("user_id", "provider", "uid")
    ),
    ProtectedColumns(REQUESTS, "moderation.PendingChange"),
    ProtectedColumns(
        ADDRESSES, "wagtailcore.Page", ("url_path",), ("UPDATE",), only_if=IS_PUBLIC
    ),
    *(ProtectedColumns(COMMANDS, model) for model in BY_COMMAND),
    ProtectedColumns(COMMANDS, "auth.User", ("is_superuser",), ("UPDATE",)),
    ProtectedColumns(
        COMMANDS, "auth.User", events=("INSERT",), only_if="NEW.is_superuser"
    ),
    ProtectedColumns(COMMANDS, "auth.User", events=("DELETE",)),
    ProtectedColumns(
        COMMANDS,
        "wagtailredirects.Redirect",
        events=("INSERT", "UPDATE"),
        only_if=TO_ANOTHER_HOST.format(row="NEW"),
    ),
    ProtectedColumns(
        COMMANDS,
        "wagtailredirects.Redirect",
        events=("DELETE",),
        only_if=TO_ANOTHER_HOST.format(row="OLD"),
    ),
]


def protect_tables(**kwargs: Any) -> None:
    """Install what the database refuses by; ``migrate`` calls this."""
    protect(PROTECTED)
