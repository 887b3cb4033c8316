"""Hides titles of pages, drafts and steps, and superusers, from users who may not see them."""

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_list_or_404, get_object_or_404, redirect
from django.urls import path, re_path, reverse
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from pages.moderation.gate.permissions import has_live_pages, may_see, visible_objects
from pages.moderation.gate.roles import StaffRequest
from pages.moderation.people.page_moves import ask_to_move

from .people import say_what_waits


def bulk_action(request: StaffRequest, app_label: str, model_name: str, action: str) -> HttpResponseBase:
    """Run a bulk action only on what the user may see: Wagtail lists the titles of what it refuses."""
    action_class = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if not action_class:
        raise Http404

    class VisibleOnly(action_class):  # type: ignore[valid-type, misc]
        @classmethod
        def get_queryset(cls, model: type[Model], object_ids: list[str]) -> list[Model]:
            return get_list_or_404(visible_objects(model, request.user), pk__in=object_ids)

    return VisibleOnly(request, apps.get_model(app_label, model_name)).dispatch(request)


def not_found(request: HttpRequest) -> HttpResponse:
    """Answer 404 where Wagtail lets everybody in who is signed in, and where no screen of ours leads.

    Its API lists every file and writes pages (Wagtail 8.1 removes that). Choosers of snippets list drafts,
    those of embedded media ask other sites, and one address breaks on purpose. Nobody changes sites, groups,
    collections, workflows and privacy in the CMS.
    """
    raise Http404


class ChosenPages(ChosenMultipleView):
    """Returns data about chosen pages to an editor's script, if the user may see the pages."""

    def get(self, request: Any) -> HttpResponse:
        """Leave out pages that the user may not see: Wagtail would return their titles."""
        visible = page_permission_policy.explorable_instances(request.user)
        request.GET = request.GET.copy()
        chosen = visible.filter(pk__in=request.GET.getlist("id"))
        request.GET.setlist("id", chosen.values_list("pk", flat=True))
        return super().get(request)


def refuse_move(request: StaffRequest, page: Page, destination: Page) -> None:
    """Refuse a forbidden move before the confirmation screen shows both titles."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


def move_or_ask(request: StaffRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse a forbidden move; ask a second person to confirm that a public page is moved."""
    refuse_move(request, page, destination)
    if request.method != "POST" or not has_live_pages(page) or page.is_child_of(destination):
        return None
    try:
        say_what_waits(request, [ask_to_move(page, destination, request.user)])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def say_which_page_is_in_the_way(request: StaffRequest, page: Any, destination: Page) -> bool:
    """Name the page that keeps ``page`` from being moved, and return True if there is one."""
    # A page of Wagtail's own, as an empty database has one, knows no namesakes.
    other = page.find_namesake_below(destination) if hasattr(page, "find_namesake_below") else None
    if not other:
        return False
    name = "Another page"
    buttons = [messages.button(_edit_address(page), "Edit the page you are moving")]
    if may_see(request.user, other):
        name = f"“{other.specific.get_admin_display_title()}”"
        buttons.append(messages.button(_edit_address(other), "Edit the other page"))
    messages.error(
        request,
        f"Not moved. {name} already has {page.name_among_siblings} in "
        f"“{destination.specific.get_admin_display_title()}”. "
        "Choose another place below, or change one of the two pages first.",
        buttons=buttons,
    )
    return True


def _edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class MoveView(MoveConfirmView):
    """Names the page that has the number or address of the one to move, and leads on from there."""

    def dispatch(
        self, request: Any, page_to_move_id: int, destination_id: int, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Compare before Wagtail does, which speaks of a slug and names both pages."""
        page = get_object_or_404(Page, pk=page_to_move_id).specific
        destination = get_object_or_404(Page, pk=destination_id)
        refuse_move(request, page, destination)
        if say_which_page_is_in_the_way(request, page, destination):
            return redirect("wagtailadmin_pages:move", page.pk)
        return super().dispatch(request, page_to_move_id, destination_id, *args, **kwargs)


# These come before Wagtail's addresses. Wagtail's still provide the names for reversing.
urlpatterns = [
    path("choose-page/chosen-multiple/", require_admin_access(ChosenPages.as_view())),
    path(
        "pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/",
        require_admin_access(MoveView.as_view()),
    ),
    path("bulk/<str:app_label>/<str:model_name>/<str:action>/", require_admin_access(bulk_action)),
    re_path(r"^api/main/(?:images|documents|pages/\d+/action)/", not_found),
    re_path(r"^(?:snippets/choose|embeds|failwhale)/", not_found),
    # What no request changes: ``manage.py administer`` does.
    re_path(r"^(?:collections|groups|sites|workflows)/", not_found),
    re_path(r"^pages/\d+/privacy/$", not_found),
]
