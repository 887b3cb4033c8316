"""Whoever may not see pages, such as the Feedback team, is told none of their titles, be they drafts.

Superusers are left alone in bulk: only a superuser changes one.
"""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_list_or_404
from django.urls import path, re_path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy, policy_registry

SEEN_BY = ["add", "change", "choose", "delete", "view"]
"""Whoever may do one of these with an object may know that it is there."""


def bulk_action(request, app_label, model_name, action):
    """Run a bulk action, Wagtail's or a later one, on nothing but what the person may see.

    Wagtail finds whatever an address names, and lists by title what it refuses to change.
    """
    action_class = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if not action_class:
        raise Http404

    class VisibleOnly(action_class):  # type: ignore[valid-type, misc]
        @classmethod
        def get_queryset(cls, model, object_ids):
            return get_list_or_404(visible_objects(model, request.user), pk__in=object_ids)

    return VisibleOnly(request, apps.get_model(app_label, model_name)).dispatch(request)


def visible_objects(model, user):
    """Return the objects of ``model`` that ``user`` may know of."""
    if issubclass(model, Page):
        return page_permission_policy.explorable_instances(user)
    seen = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, SEEN_BY)
    if model is get_user_model() and not user.is_superuser:
        return seen.filter(is_superuser=False)
    return seen


def not_in_the_api(request):
    """Answer 404 where Wagtail 8.0 names every file to whoever signs in, and writes pages.

    No screen of Wagtail's asks for either, and 8.1 has neither.
    """
    raise Http404


class ChosenPages(ChosenMultipleView):
    """Tells an editor's script about pages that were chosen: those that the person may choose."""

    def get(self, request):
        """Leave out the others, of which Wagtail would tell the titles."""
        visible = page_permission_policy.explorable_instances(request.user)
        request.GET = request.GET.copy()
        chosen = visible.filter(pk__in=request.GET.getlist("id"))
        request.GET.setlist("id", chosen.values_list("pk", flat=True))
        return super().get(request)


def refuse_move(request, page, destination) -> None:
    """Refuse before the question whether to move shows the titles of both."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


# They stand before Wagtail's own addresses, which go on giving them their names.
urlpatterns = [
    path("choose-page/chosen-multiple/", require_admin_access(ChosenPages.as_view())),
    path("bulk/<str:app_label>/<str:model_name>/<str:action>/", require_admin_access(bulk_action)),
    re_path(r"^api/main/(?:images|documents|pages/\d+/action)/", not_in_the_api),
]
