"""What the editor offers while something is in review: the review screen, and no decision beside the form."""

from typing import Any

from wagtail.admin.action_menu import ActionMenuItem, WorkflowMenuItem
from wagtail.snippets.action_menu import WorkflowMenuItem as SnippetWorkflowMenuItem

from pages.moderation.types import StaffRequest

from .open_reviews import review_address


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
