"""What is protected in the database, and who may write it nevertheless.

Everything here decides who can approve, or what readers find where without an approval.
"""

from typing import Any

from pages.core.protected_tables import COMMANDS, Protected, protect

TO_ANOTHER_HOST = """(
    {row}.redirect_link <> ''
    AND (substr({row}.redirect_link, 1, 1) <> '/' OR substr({row}.redirect_link, 2, 1) IN ('/', '\\'))
    AND NOT EXISTS (
        SELECT 1 FROM wagtailcore_site AS site
        WHERE substr({row}.redirect_link, 1, 9 + length(site.hostname)) = 'https://' || site.hostname || '/'
        OR substr({row}.redirect_link, 1, 8 + length(site.hostname)) = 'http://' || site.hostname || '/'
    )
)"""
"""``leads_to_another_host`` of ``gate/redirect_rules.py``, for the database."""

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
PROTECTED = [
    *(Protected(COMMANDS, model) for model in BY_COMMAND),
    Protected(COMMANDS, "auth.User", ("is_superuser",), ("UPDATE",)),
    Protected(COMMANDS, "auth.User", events=("INSERT",), only_if="NEW.is_superuser"),
    Protected(COMMANDS, "auth.User", events=("DELETE",)),
    Protected(
        COMMANDS,
        "wagtailredirects.Redirect",
        events=("INSERT", "UPDATE"),
        only_if=TO_ANOTHER_HOST.format(row="NEW"),
    ),
    Protected(
        COMMANDS, "wagtailredirects.Redirect", events=("DELETE",), only_if=TO_ANOTHER_HOST.format(row="OLD")
    ),
]


def protect_tables(**kwargs: Any) -> None:
    """Install what the database refuses by; ``migrate`` calls this."""
    protect(PROTECTED)
