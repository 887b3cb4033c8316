"""Moving a page: a second person confirms it for public pages, and namesakes are named."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.models import Page

from pages.moderation.approval.permissions import has_live_pages
from pages.moderation.approval.roles import StaffRequest
from pages.moderation.dual_control.page_moves import ask_to_move

from .people import warn_of_pending_changes


def move_or_ask(
    request: StaffRequest, page: Page, destination: Page
) -> HttpResponse | None:
    """Ask a second person to confirm that a public page is moved."""
    if (
        request.method != "POST"
        or not has_live_pages(page)
        or page.is_child_of(destination)
    ):
        return None
    try:
        warn_of_pending_changes(request, [ask_to_move(page, destination, request.user)])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def add_namesake_message(request: StaffRequest, page: Any, destination: Page) -> bool:
    """Name the page that keeps ``page`` from being moved, and return True if there is one."""
    # A page of Wagtail's own, as an empty database has one, knows no namesakes.
    if not hasattr(page, "find_namesake_below"):
        return False
    other = page.find_namesake_below(destination)
    if not other:
        return False
    messages.error(
        request,
        f"Not moved. “{other.specific.get_admin_display_title()}” already has {page.name_among_siblings} in "
        f"“{destination.specific.get_admin_display_title()}”. "
        "Choose another place below, or change one of the two pages first.",
        buttons=[
            messages.button(_edit_address(page), "Edit the page you are moving"),
            messages.button(_edit_address(other), "Edit the other page"),
        ],
    )
    return True


def _edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class MoveView(MoveConfirmView):
    """Names the page that has the number or address of the one to move, and leads on from there."""

    def dispatch(
        self,
        request: Any,
        page_to_move_id: int,
        destination_id: int,
        *args: Any,
        **kwargs: Any,
    ) -> HttpResponseBase:
        """Compare before Wagtail does, which speaks of a slug and names both pages."""
        page = get_object_or_404(Page, pk=page_to_move_id).specific
        destination = get_object_or_404(Page, pk=destination_id)
        if not page.permissions_for_user(request.user).can_move_to(destination):
            raise PermissionDenied
        if add_namesake_message(request, page, destination):
            return redirect("wagtailadmin_pages:move", page.pk)
        return super().dispatch(
            request, page_to_move_id, destination_id, *args, **kwargs
        )
