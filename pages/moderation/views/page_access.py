"""Keeps users without a permission for any page, such as the feedback team, to the screens they need."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import wraps
from typing import Any

from django.http import HttpResponseBase
from django.urls import ResolverMatch
from wagtail.admin.auth import permission_denied, user_has_any_page_permission

from pages.moderation.approval.roles import StaffRequest

SCREENS_WITHOUT_PAGES = [
    "demo_mails",
    "feedback:*",
    "feedback_report*",
    "guide*",
    "moderation:my_work",
    "moderation:second_person",
    "wagtailadmin_account",
    "wagtailadmin_dismissibles",
    "wagtailadmin_editing_sessions:*",
    "wagtailadmin_home",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_password_reset*",
    "wagtailadmin_sprite",
    "wagtailsnippets_feedback_improvement:*",
]
"""The names of these screens, with ``*`` for any ending."""


def is_open_without_pages(match: ResolverMatch) -> bool:
    """Return True if a screen shows nothing of pages."""
    if match.view_name == "wagtail_bulk_action":
        return match.kwargs["app_label"] == "feedback"
    return any(
        fnmatchcase(match.view_name, pattern) for pattern in SCREENS_WITHOUT_PAGES
    )


def refuse_users_without_pages(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Open ``view`` to users without a permission for pages only if it shows nothing of pages."""

    @wraps(view)
    def show(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Wagtail itself sends other people to the sign-in.
        is_staff = request.user.has_perm("wagtailadmin.access_admin")
        match = request.resolver_match
        is_open = match is None or is_open_without_pages(match)
        if is_staff and not is_open and not user_has_any_page_permission(request.user):
            return permission_denied(request)
        return view(request, *args, **kwargs)

    return show
