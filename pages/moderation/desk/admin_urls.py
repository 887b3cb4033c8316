"""The addresses of Wagtail's admin: which are closed to everybody, and which to users without pages."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import ResolverMatch, include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import permission_denied, require_admin_access, user_has_any_page_permission
from wagtail.utils.urlpatterns import decorate_urlpatterns

from pages.moderation.gate.roles import StaffRequest

from .moves import MoveView

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
"""Names of the screens that users need who have no permission for any page: the feedback team."""


def is_open_without_pages(match: ResolverMatch) -> bool:
    """Return True if a screen shows nothing of pages."""
    if match.view_name == "wagtail_bulk_action":
        return match.kwargs["app_label"] == "feedback"
    return any(fnmatchcase(match.view_name, pattern) for pattern in SCREENS_WITHOUT_PAGES)


def refuse_users_without_pages(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
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


def not_found(request: HttpRequest) -> HttpResponse:
    """Answer 404 where Wagtail lets everybody in who is signed in, and where no screen of ours leads.

    Its API lists every file and writes pages (Wagtail 8.1 removes that). Choosers of snippets list drafts,
    those of embedded media ask other sites, and one address breaks on purpose. Nobody changes sites, groups,
    collections, workflows and privacy in the CMS.
    """
    raise Http404


# The first ones come before Wagtail's addresses. Wagtail's still provide the names for reversing.
urlpatterns = [
    path(
        "pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/",
        require_admin_access(refuse_users_without_pages(MoveView.as_view())),
    ),
    re_path(r"^api/main/(?:images|documents|pages/\d+/action)/", not_found),
    re_path(r"^(?:snippets/choose|embeds|failwhale)/", not_found),
    # What no request changes: ``manage.py administer`` does.
    re_path(r"^(?:collections|groups|sites|workflows)/", not_found),
    re_path(r"^pages/\d+/privacy/$", not_found),
    path("", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, refuse_users_without_pages))),
]
