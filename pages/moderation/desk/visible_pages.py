"""Whoever may not see pages, such as the Feedback team, is told none of their titles, be they drafts.

Superusers are left alone in bulk: only a superuser changes one.
"""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_list_or_404
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy, policy_registry

SEEN_BY = ["add", "change", "choose", "delete", "view"]
"""Whoever may do one of these with an object may know that it is there."""


def limit_bulk_actions() -> None:
    """Let every bulk action, Wagtail's and later ones too, find only what the person may see.

    Wagtail finds whatever an address names, and lists by title what it refuses to change.
    """
    BulkAction.get_queryset = _visible_objects


def _visible_objects(action, model, object_ids):
    user = action.request.user
    if issubclass(model, Page):
        seen = page_permission_policy.explorable_instances(user)
    else:
        seen = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, SEEN_BY)
        if model is get_user_model() and not user.is_superuser:
            seen = seen.filter(is_superuser=False)
    return get_list_or_404(seen, pk__in=object_ids)


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
urlpatterns = [path("choose-page/chosen-multiple/", require_admin_access(ChosenPages.as_view()))]
