"""What the editor offers for what is in review or in a publication set.

For a review it is the review screen, and no decision beside the form. What is in a set is submitted there.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import action_menu, messages
from wagtail.admin.action_menu import ActionMenuItem, WorkflowMenuItem
from wagtail.snippets import action_menu as snippet_action_menu
from wagtail.snippets.action_menu import WorkflowMenuItem as SnippetWorkflowMenuItem

from pages.moderation.records.publication_set import set_holding
from pages.moderation.rules import roles
from pages.moderation.types import StaffRequest

from .open_reviews import review_address

SUBMISSIONS = (
    action_menu.SubmitForModerationMenuItem,
    action_menu.RestartWorkflowMenuItem,
    snippet_action_menu.SubmitForModerationMenuItem,
    snippet_action_menu.RestartWorkflowMenuItem,
)


class ReviewMenuItem(ActionMenuItem):
    """Leads to the review screen."""

    name = "action-review"
    label = "Review"
    icon_name = "glasses"

    def __init__(self, address: str) -> None:
        """Take the address of the screen."""
        super().__init__()
        self.address = address

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """Return the address of the screen."""
        return self.address


def offer_review(menu_items: list[Any], request: StaffRequest, context: dict[str, Any]) -> None:
    """Put a link to the review screen in the place of Wagtail's decisions.

    Beside an open form one stray key would make the reviewer an author, and a decision there would not say
    which revision it is about.
    """
    decisions = (WorkflowMenuItem, SnippetWorkflowMenuItem)
    menu_items[:] = [item for item in menu_items if not isinstance(item, decisions)]
    obj = context.get("page") or context.get("instance")
    if obj and (address := review_address(obj, request.user)):
        menu_items.insert(0, ReviewMenuItem(address))


class SetMenuItem(ActionMenuItem):
    """Saves the draft and leads to its set, where all of it is submitted."""

    name = "action-open-set"
    label = "Save, and go to its publication set"
    icon_name = "folder-open-1"


def lead_to_set(menu_items: list[Any], request: StaffRequest, context: dict[str, Any]) -> None:
    """Put a button that leads to the set in the place of the submission of a part of it."""
    obj = context.get("page") or context.get("instance")
    publication_set = set_holding(obj) if obj and obj.pk else None
    if publication_set and publication_set.is_open:
        menu_items[:] = [item for item in menu_items if not isinstance(item, SUBMISSIONS)]
        menu_items.append(SetMenuItem(order=0))


def open_set_after_saving(request: HttpRequest, obj: Any) -> HttpResponse | None:
    """Go to the set of what was just saved, if the button for that was pressed."""
    publication_set = set_holding(obj)
    if publication_set and SetMenuItem.name in request.POST:
        return redirect("moderation:set", publication_set.pk)
    return None


def say_which_set(request: HttpRequest, obj: Any) -> None:
    """Name the set that ``obj`` is in, with a link, when the editor opens."""
    publication_set = set_holding(obj)
    if publication_set and roles.may_see_sets(request.user):
        address = reverse("moderation:set", args=[publication_set.pk])
        text = f"In the publication set “{publication_set}”: {publication_set.get_state_display().lower()}."
        messages.info(request, text, buttons=[messages.button(address, "Open the set")])
